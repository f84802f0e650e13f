"""Questions so plain that their kind and what they name tell the facts, whatever is ranked near."""

from __future__ import annotations

import re

from actions.answering.part_reply import Asked
from actions.answering.select import WORDS_OF_SEVERAL, of_aspect, ranked, words
from knowledge import Fact

UNSURE = 0.62
"""Below this score the first fact was right for three strangers' questions in twenty; the visitor is asked instead."""
SURE_OF_ASPECT = 0.7
"""Confidence from which the kind of question and the treatment spoken of tell the fact, however low it is ranked."""
SMALL = frozenset(
    "is are it its they them this that these those do does did can could will would the a an of for to in on how what "
    "whats why when where which who i you me my we there be get have has so ok and about with one ones really exactly "
    "actually please pls tell know want treatment treatments therapy therapies shot shots injection injections".split()
)
BARE = frozenset(
    "work works safe safety risk risks riskier danger dangers dangerous come comes made stored kept".split()
)
""" "How do they work?", "is it safe?": words that could be about any of the treatments."""
ASKING = frozenset({"what", "whats", "explain", "define", "describe", "tell"})
WHAT_ARE = frozenset(
    "what whats are is s the a an and both please pls exactly explain define describe tell me about hi hello so "
    "stem cell cells exosome exosomes prp therapy therapies treatment treatments".split()
)
PER_TREATMENT = frozenset(
    "what_is contents source mechanism preparation size living inflammation safety rejection tumor storage cost "
    "evidence uses persistence regulation standardization".split()
)


def of_clinic(asked: Asked) -> list[Fact]:
    """The one fact on a point of the clinic itself, however it is worded ("what hours do you keep"); none where a fact
    on something else comes near."""
    part, known = asked.wish.part, asked.knowledge.aspects.get(asked.wish.aspect)
    if known is None or known.group != "clinic" or part.confidence < SURE_OF_ASPECT:
        return []
    own = [fact for fact in asked.knowledge.facts.values() if fact.aspect == known.id and fact.id not in asked.without]
    near = part.ranking[:1] and part.ranking[0][1] >= UNSURE
    return [] if near else own[:1]


def what_each_is(asked: Asked) -> list[Fact]:
    """ "What are PRP and exosomes?": what each of them is, not what sets them apart; none where that would be long."""
    wish = asked.wish
    said = set(re.findall(r"[a-z]+", wish.part.text.lower()))
    if len(wish.treatments) < 2 or not said <= WHAT_ARE or not said & ASKING:
        return []
    plain = [f for f in of_aspect(wish.about(aspect="what_is"), asked.knowledge) if f.kind == "fact" and not f.gap]
    first = {f.treatments: f for f in reversed(plain) if f.id not in asked.without}
    found = [first[(treatment,)] for treatment in wish.treatments if (treatment,) in first]
    return found if len(found) == len(wish.treatments) and words(found, asked.knowledge) <= WORDS_OF_SEVERAL else []


def of_none_named(asked: Asked) -> list[Fact]:
    """ "Is it safe?" with nothing said before: told of all the treatments where that is short, else asked back.

    Whichever treatment's fact happens to be ranked first would be an answer to a question that was not asked.
    """
    wish, said = asked.wish, set(re.findall(r"[a-z']+", asked.wish.part.text.lower()))
    if wish.treatments or wish.conditions or wish.aspect not in PER_TREATMENT or not said <= SMALL | BARE:
        return []
    own = [fact for fact, _ in ranked(wish, asked.knowledge) if fact.kind == "fact" and fact.aspect == wish.aspect]
    first = {fact.treatments: fact for fact in reversed(own) if len(fact.treatments) == 1}
    each = [first[(treatment,)] for treatment in asked.knowledge.treatments if (treatment,) in first]
    return sorted(each, key=lambda fact: fact.gap) if len(each) > 1 and len(own[0].treatments) == 1 else []
