"""Divides a message into its wishes ("how much is it, is it safe, and can I come tuesday?").

Joints only propose a division. A clause opens a wish of its own when the signs say so (brain/division.py); the others
tell what a wish is about and stay with it. So "growth factors and cytokines" stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from brain.division import CHAT, TAG, Division, Part, asks, bare_points, only_names
from brain.domain_text import Clause, DomainText
from brain.subjects import ELLIPTIC_WORDS, in_its_place, treatments_in
from brain.wish import Classifier, Wish

INTERJECTIONS = frozenset(
    "wow ok okay oh ah hm hmm so well really great cool nice alright lol haha huh ooh omg i see right hi hello hey "
    "hiya howdy greetings morning afternoon evening good dear sir madam".split()
)
WONDERING = frozenset(
    "wondering thinking thoughts thought on of maybe perhaps possible possibly something any good idea worth it "
    "an a option work works help helps try trying considering heard about any use there guys you do yet someone "
    "somebody people friend neighbor doctor nurse mentioned suggested recommended said says told me read saw".split()
)
""" "Gout flares every month. Thoughts on PRP?": words around a treatment's name that ask nothing by themselves."""
STORY = 3
"""Words that a clause must have to say what such a question is about."""
CLEAR = 0.75
"""Confidence from which a question beside other sentences needs no comparison with the whole."""
HEARD, SURELY_HEARD = ("privacy_", "side_effect_report"), 0.6
"""Wishes whose loss would hurt, and how sure they must be to count whatever the signs say."""
UNCLEAR = 0.4
""" "Good morning, is anybody home?": what says nothing without its greeting is read with it."""
LONG = 160
"""Characters from which a question inside a text is read by itself in any case."""


POSSIBLE = 0.3
"""The chance from which a clause may be a wish of its own, if a fact comes near it (brain/second_look.py)."""


@dataclass(frozen=True)
class Divided:
    """The wishes of a message, at least one.

    `finer`: the same with clauses taken apart that may be wishes of their own; `doubtful` are the places of these among
    them. Both are empty where there are none.
    """

    wishes: list[Wish]
    finer: list[Wish] = field(default_factory=list)
    doubtful: frozenset[int] = frozenset()

    @property
    def every(self) -> list[Wish]:
        """The wishes, then the finer ones: the order in which facts are ranked for them."""
        return [*self.wishes, *self.finer]


@dataclass(frozen=True)
class Divider:
    """`wanted` is the chance from which a clause counts as a wish of its own."""

    division: Division
    wanted: float

    def divide(self, text: DomainText, classifier: Classifier) -> Divided:
        """The wishes of a message; all of it is one when it cannot be divided."""
        said = said_clauses(text)
        if len(said) < 2:
            whole = _wish(text, *_span(text, said), classifier)
            if len(said) < len(text.clauses) and whole.prediction.confidence < UNCLEAR:
                whole = _wish(text, 0, len(text.text), classifier)
            return Divided([whole])
        wishes = clause_wishes(text, said, classifier)
        chances = self.division.chances(text, parts_of(said, wishes))
        wanted = _wanted(text, said, wishes, [chance >= self.wanted for chance in chances])
        apart = _chosen(text, _grouped(list(zip(said, wishes, wanted, strict=True))), classifier)
        possible = _wanted(text, said, wishes, [chance >= POSSIBLE for chance in chances])
        doubtful = [
            may and not is_one and _may_be_sure(wish)
            for may, is_one, wish in zip(possible, wanted, wishes, strict=True)
        ]
        finer = [is_one or is_doubtful for is_one, is_doubtful in zip(wanted, doubtful, strict=True)]
        if not any(doubtful):
            return Divided(apart)
        return _finer(text, apart, list(zip(said, wishes, finer, doubtful, strict=True)), classifier)


def _wanted(text: DomainText, said: Sequence[Clause], wishes: Sequence[Wish], likely: Sequence[bool]) -> list[bool]:
    """Which clauses open a wish of their own, by how likely that is and by what they plainly are."""
    points = bare_points(text, said)
    wanted = [
        (is_likely and not _lists(text, wish)) or n in points or _must_be_heard(wish)
        for n, (is_likely, wish) in enumerate(zip(likely, wishes, strict=True))
    ]
    return [
        wants and not _belongs_before(text, said, wishes, n) and not _is_topic(text, wishes[n : n + 2])
        for n, wants in enumerate(wanted)
    ]


def _may_be_sure(wish: Wish) -> bool:
    """Whether it is worth asking the facts at all."""
    return wish.prediction.label.startswith("ask_") and wish.prediction.confidence >= UNCLEAR


def _finer(
    text: DomainText, apart: list[Wish], clauses: Sequence[tuple[Clause, Wish, bool, bool]], classifier: Classifier
) -> Divided:
    """With the doubtful clauses taken apart too; without them where that gives no second wish."""
    groups = _told(_grouped([(clause, wish, possible) for clause, wish, possible, _ in clauses]))
    if len(groups) < 2:
        return Divided(apart)
    starts = {wish.start for _, wish, _, doubtful in clauses if doubtful}
    places = frozenset(n for n, group in enumerate(groups) if any(wish.start in starts for wish in group))
    return Divided(apart, [_joined(group, text, classifier) for group in groups], places)


def said_clauses(text: DomainText) -> list[Clause]:
    """The clauses without interjections ("Wow. Why so much?": the first word wants nothing), unless that is all."""
    return [clause for clause in text.clauses if not _is_interjection(clause)] or list(text.clauses)


def clause_wishes(text: DomainText, said: Sequence[Clause], classifier: Classifier) -> list[Wish]:
    """Each clause as a wish, as if it were one; read after the one before it, where it leans on that."""
    wishes: list[Wish] = []
    for clause, found in zip(said, classifier.classify([clause.text for clause in said]), strict=True):
        alone = Wish(clause.text, clause.start, clause.end, *found, _is_marked(text, clause.end))
        wishes.append(in_its_place(text, alone, wishes, classifier) if wishes else alone)
    return wishes


def parts_of(said: Sequence[Clause], wishes: Sequence[Wish]) -> list[Part]:
    """The same for the division."""
    return [Part(c, w.prediction, w.vector, w.marked) for c, w in zip(said, wishes, strict=True)]


def _must_be_heard(wish: Wish) -> bool:
    """ "Please delete everything you have on me. Name and email too.": never lost beside something else."""
    return wish.prediction.label.startswith(HEARD) and wish.prediction.confidence >= SURELY_HEARD


def _lists(text: DomainText, wish: Wish) -> bool:
    """ "... the whole trio, stem cells plus exosomes plus PRP": names of treatments that say what is asked about."""
    several = len(text.values("treatment", wish.start, wish.end)) > 1
    about = text.values("condition", wish.start, wish.end)
    return several and not about and only_names(text, wish.start, wish.end)


def _belongs_before(text: DomainText, said: Sequence[Clause], wishes: Sequence[Wish], place: int) -> bool:
    """ "Ulcerative colitis and exosomes, yes or no": a treatment's name joined to what it is asked of."""
    if not place or not _only_wonders(text, wishes[place]):
        return False
    before = wishes[place - 1]
    if text.values("treatment", before.start, before.end):
        return False
    about, asking = text.values("condition", before.start, before.end), asks(before.text, before.marked)
    if said[place].opens_sentence:  # "Morton's neuroma. Stem cells, yes or no?"
        return bool(about) and not asking and only_names(text, wishes[place].start, wishes[place].end)
    return bool(about) or not asking


def _is_topic(text: DomainText, wishes: Sequence[Wish]) -> bool:
    """ "Exosomes: ready made, or cooked to order?": a treatment's name before what is asked of it."""
    if len(wishes) < 2 or not wishes[1].prediction.label.startswith("ask_"):
        return False
    name, question = wishes
    named = text.values("treatment", name.start, name.end)
    others = text.values("treatment", question.start, question.end)
    alone = not text.values("condition", name.start, name.end) and only_names(text, name.start, name.end)
    return bool(named) and alone and not others


def _grouped(clauses: Sequence[tuple[Clause, Wish, bool]]) -> list[list[Wish]]:
    """A clause that is wanted opens a group; the others join a neighbour."""
    groups: list[list[Wish]] = []
    waiting: list[Wish] = []
    for clause, wish, wanted in clauses:
        if clause.opens_sentence:
            waiting = []
        if wanted:
            groups.append([*waiting, wish])
            waiting = []
        elif groups and not clause.opens_sentence and not waiting:
            groups[-1].append(wish)
        else:
            waiting.append(wish)
    return groups


def _told(groups: list[list[Wish]]) -> list[list[Wish]]:
    """Without mere chat."""
    return [group for group in groups if any(wish.prediction.label not in CHAT for wish in group)]


def _chosen(text: DomainText, groups: list[list[Wish]], classifier: Classifier) -> list[Wish]:
    wanted = _told(groups) or groups[:1]
    if len(wanted) < 2:
        return [_single(text, wanted[0] if wanted else [], classifier)]
    return [_joined(group, text, classifier) for group in wanted]


def _single(text: DomainText, group: list[Wish], classifier: Classifier) -> Wish:
    """One wish beside a story or other sentences is read by itself if that is clearer; else the whole."""
    apart = bool(group) and sum(clause.opens_sentence for clause in text.clauses) > 1 and not _after_story(text, group)
    best = max((wish.prediction.confidence for wish in group), default=0.0)
    if apart and any(asks(wish.text, wish.marked) for wish in group) and (best >= CLEAR or len(text.text) > LONG):
        return _joined(group, text, classifier)
    whole = _wish(text, 0, len(text.text), classifier)
    return _joined(group, text, classifier) if apart and best > whole.prediction.confidence else whole


def _after_story(text: DomainText, group: list[Wish]) -> bool:
    """ "Bells palsy since february. PRP??": what is wanted of the treatment stands in the sentence before its name."""
    last = group[-1]
    told = [clause for clause in text.clauses if clause.end <= last.start and _tells(text, clause)]
    return bool(told) and len(group) == 1 and _only_wonders(text, last)


def _tells(text: DomainText, clause: Clause) -> bool:
    """Whether a clause may say what is wanted of a treatment that is named after it."""
    named = bool(text.values("condition", clause.start, clause.end))
    return (named or len(clause.text.split()) >= STORY) and not _is_interjection(clause)


def _only_wonders(text: DomainText, wish: Wish) -> bool:
    named = treatments_in(text, wish)
    rest = text.text[wish.start : wish.end]
    for each in named:
        rest = rest.replace(each.text, " ")
    words = re.findall(r"[a-z']+", rest.lower())
    return bool(named) and all(word in WONDERING or word in ELLIPTIC_WORDS for word in words)


def _is_interjection(clause: Clause) -> bool:
    return bool(TAG.match(clause.text)) or all(
        word in INTERJECTIONS for word in re.findall(r"[a-z']+", clause.text.lower())
    )


def _span(text: DomainText, said: Sequence[Clause]) -> tuple[int, int]:
    """All of the text, or what is left of it without interjections."""
    return (0, len(text.text)) if len(said) == len(text.clauses) else (said[0].start, said[-1].end)


def _wish(text: DomainText, start: int, end: int, classifier: Classifier) -> Wish:
    stretch = text.text[start:end]
    return Wish(stretch, start, end, *classifier.classify([stretch])[0], _is_marked(text, end))


def _is_marked(text: DomainText, end: int) -> bool:
    return text.text[end:].lstrip().startswith("?")


def _joined(group: list[Wish], text: DomainText, classifier: Classifier) -> Wish:
    return group[0] if len(group) == 1 else _wish(text, group[0].start, group[-1].end, classifier)
