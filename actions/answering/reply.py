"""The reply to a whole message: its wishes answered in order, one disclaimer, and the context for the next turn."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.answering import conditions, corrections, followups, leaning, questions
from actions.answering.context import Context, Offer
from actions.answering.message import BotMessage, message, with_disclaimer
from actions.answering.part_reply import Asked, PartReply, with_facts
from actions.answering.pick import picked
from actions.answering.reading import Part, Reading, read
from actions.answering.resolve import resolve
from actions.answering.talk import other_language, saying, says
from actions.answering.worth_answering import left_over, worth_answering
from knowledge import Fact, Knowledge

STRENGTH = ("refusal", "answer", "not_covered", "clarify", "handoff", "privacy", "question", "smalltalk", "fallback")
SURE_ADVICE = 0.60
"""How sure the brain must be that a remark beside a question asks for personal advice."""
SURE = 0.95
"""A fact ranked from this score on answers even a message whose intent was not sure."""
MEANT = 0.85
"""So does one from here on beside a wrong premise."""
CLEAR, LEAD = 0.80, 0.10
"""So does one from CLEAR on that is LEAD ahead of the next."""
NEAR = 0.70
"""From this score on, facts are worth offering as "did you mean"."""
NUMBER = re.compile(r"(?:number |no\.? ?|#|option )?[1-5][.)]?", re.IGNORECASE)
"""A message that is nothing but the number of a button."""
ELSE = re.compile(r"\b(?:what|anything|which|who|where) (?:else|more)\b", re.IGNORECASE)
"""Asks for more on the point spoken of."""
SHARING = re.compile(r"\b(?:sell|sold|selling|share|shared|sharing|third part(?:y|ies)|advertis\w+)\b", re.IGNORECASE)
"""Words that ask where data goes rather than who in the clinic sees it (safety.md H2)."""
LONGEST_QUOTE = 80
"""Characters of a visitor's own words that are said back."""
PARTS = 3
"""At most this many wishes are answered in one reply."""


@dataclass(frozen=True)
class Answer:
    """A finished reply.

    `facts` are the ids shown, in order. `behaviour` is the kind of reply; of several wishes, the strongest. `context`
    is to be handed in with the next message. `booking` says that the visitor (also) wants to book.
    """

    messages: list[BotMessage]
    facts: list[str]
    behaviour: str
    context: dict[str, Any]
    booking: bool = False


def answer(parse: Mapping[str, Any], context: Mapping[str, Any] | None, knowledge: Knowledge) -> Answer:
    """The reply to parse data. Never raises for any JSON-like parse; `context` is that of the turn before or None."""
    reading, before = read(parse), Context.of(context)
    replies = _replies(reading, before, knowledge)
    after = replies[-1].context
    facts = list(dict.fromkeys(fact for reply in replies for fact in reply.facts))
    messages = with_disclaimer([m for reply in replies for m in reply.messages], knowledge)
    return Answer(
        messages=messages,
        facts=facts,
        behaviour=min((r.behaviour for r in replies), key=lambda b: STRENGTH.index(b) if b in STRENGTH else 99),
        context=after.as_json(),
        booking=any(reply.booking for reply in replies),
    )


def _replies(reading: Reading, context: Context, knowledge: Knowledge) -> list[PartReply]:
    if _asks_advice(reading):
        return _refused(reading, context, knowledge)
    if reading.language != "en" and reading.intent in ("other_language", "nlu_fallback", "out_of_scope"):
        return [PartReply("fallback", (other_language(reading.language, knowledge),), context)]
    if reading.intent == "other_language":
        return [PartReply("fallback", (other_language("en", knowledge),), context)]
    replies: list[PartReply] = []
    for part in worth_answering(reading, knowledge)[:PARTS]:
        shown = frozenset(fact for reply in replies for fact in reply.facts)
        if _answered_already(part, shown, knowledge):
            continue
        latest = replies[-1].context if replies else context
        replies.append(_reply(part, reading, latest, shown, knowledge))
    return _with_left(_merged(replies), left_over(reading, knowledge), knowledge)


def _with_left(replies: list[PartReply], left: Sequence[str], knowledge: Knowledge) -> list[PartReply]:
    """Says of what is left over that the bot does not know; nothing where that is all that it says anyway."""
    if not left or replies[-1].behaviour == "fallback":
        return replies
    said = left_over_said(left, knowledge)
    return [*replies[:-1], replace(replies[-1], messages=(*replies[-1].messages, said))]


def left_over_said(left: Sequence[str], knowledge: Knowledge) -> BotMessage:
    """That one part of the message has no answer, in the visitor's own words."""
    asked = " ".join(left)
    quoted = asked if len(asked) <= LONGEST_QUOTE else f"{asked[:LONGEST_QUOTE].rsplit(' ', 1)[0]} ..."
    return message("not_covered", knowledge.texts.get("answer.part_missed", words=quoted))


def _answered_already(part: Part, shown: frozenset[str], knowledge: Knowledge) -> bool:
    """Whether what was shown for another wish answers this one as well as anything."""
    known = knowledge.aspects.get(part.aspect)
    return known is not None and known.group == "article" and bool(part.ranking) and part.ranking[0][0] in shown


def _asks_advice(reading: Reading) -> bool:
    """Whether personal advice is wanted. A mere remark beside a question ("I'm 74 ...") must be read so for sure."""
    if reading.advice:
        return True
    personal = [part for part in reading.parts if part.intent.startswith("advice_") and part.known]
    asks = any(part.known and part.aspect for part in reading.parts)
    sure = [
        part for part in personal if not asks or part.confidence >= SURE_ADVICE or part.question_form != "statement"
    ]
    return bool(sure) or (reading.intent.startswith("advice_") and not personal)


def _refused(reading: Reading, context: Context, knowledge: Knowledge) -> list[PartReply]:
    """The refusal comes first; a general question beside the personal one is still answered."""
    kind = reading.advice or reading.intent.removeprefix("advice_")
    refusal = PartReply("refusal", (saying(f"advice_{kind}", knowledge),), replace(context, fallbacks=0))
    personal = [part for part in reading.parts if part.intent.startswith("advice_") or part.aspect == SUITABLE]
    barred = PERSONAL if kind in MILD else ABOUT_A_BODY
    others = [part for part in reading.parts if part.known and part.aspect and part.aspect not in barred]
    if not personal or not others:
        return [refusal]
    return [refusal, *(_reply(part, reading, context, frozenset(), knowledge) for part in others[: PARTS - 1])]


SUITABLE = "eligibility_general"
"""The aspect of "is she too old for it", which words of advice show to be meant for a person."""
MILD = frozenset({"other", "candidacy"})
"""Kinds of advice beside which every general question is answered that can't be taken for the advice itself."""
PERSONAL = frozenset({"safety", "tumor", "rejection", "choose", "side_effects", "lifestyle", "eligibility_general"})
"""Aspects that may be taken for it: "is it safe" after "I'm on blood thinners" asks for oneself."""
ABOUT_A_BODY = PERSONAL | {"condition", "uses", "evidence", "compare", "combination", "inflammation", "results", "pain"}
"""Beside other kinds (pregnancy, cancer, medicines, children), also what such a treatment does to a body."""


def _reply(part: Part, reading: Reading, context: Context, shown: frozenset[str], knowledge: Knowledge) -> PartReply:
    wish = resolve(part, context, knowledge)
    corrected = corrections.correction(reading, wish, knowledge) if not shown else ""
    asked = Asked(wish, knowledge, context, correction=corrected, without=shown)
    replied = _replied(part, reading, asked)
    question = leaning.question_after(part, replied, context, knowledge)
    return replace(replied, context=replace(replied.context, question=question))


def _replied(part: Part, reading: Reading, asked: Asked) -> PartReply:
    if fact := asked.knowledge.facts.get(reading.chosen.get("fact", "")):
        return with_facts(asked, [fact])
    shown = corrections.facts_to_show(reading, asked.knowledge) if asked.correction and reading.premise else []
    if shown and not _has_answer_of_its_own(asked, shown):
        meant = [fact for fact in shown if part.score(fact.id) >= SURE]
        return with_facts(asked, meant[:1] or shown[:2])
    return _by_intent(part, asked)


def _has_answer_of_its_own(asked: Asked, shown: Sequence[Fact]) -> bool:
    """Whether the question that holds a wrong premise has another answer than the facts that put the premise right:
    a fact that is surely meant ("companies claim cures, what has the FDA done"), what is said of a condition ("can it
    cure lupus"), or that the articles are silent."""
    part, known = asked.wish.part, asked.knowledge.aspects.get(asked.wish.aspect)
    if not part.known:
        return False
    if (known is not None and known.group == "not_covered") or conditions.applies(asked.wish, asked.knowledge):
        return True
    return any(score >= MEANT for _, score in part.ranking[:1]) and part.ranking[0][0] not in {f.id for f in shown}


def _by_intent(part: Part, asked: Asked) -> PartReply:
    intent = part.intent if part.known else "nlu_fallback"
    if asked.context.offered and NUMBER.fullmatch(part.text.strip()):
        return _pick(part, asked)
    if intent in ("book", "ask_and_book"):
        return PartReply("question", (), asked.context, booking=True)
    if (in_context := leaning.reply(asked)) or (in_context := _leaning(intent, part, asked)):
        return in_context
    if part.aspect and part.known:
        return questions.reply(asked)
    if says(intent):
        sharing = intent == "privacy_who_sees" and SHARING.search(part.text)
        said = saying("privacy_sharing" if sharing else intent, asked.knowledge)
        kind = "notice" if said["kind"] == "notice" else said["kind"]
        return PartReply(kind, (said,), _after_saying(said, asked.context))
    return _not_understood(asked)


def _leaning(intent: str, part: Part, asked: Asked) -> PartReply | None:
    """The reply to what leans on the answer before; None for a message that stands by itself."""
    wish = asked.wish
    more_of_it = part.aspect and part.aspect == asked.context.aspect and ELSE.search(part.text) and not part.treatments
    names_one = intent == "follow_pick" and len(wish.treatments) == 1 and wish.aspect
    if intent == "follow_up" or names_one or (intent == "follow_more" and part.conditions and wish.aspect):
        return _follow_up(asked)
    if intent == "follow_more" or more_of_it:
        return followups.more(asked)
    if intent == "follow_pick":
        return _pick(part, asked)
    ways = {"follow_why": followups.why, "repeat": followups.again}
    return ways[intent](asked) if intent in ways else None


def _after_saying(said: BotMessage, context: Context) -> Context:
    """Small talk keeps the subject; its buttons become what "the second one" means."""
    offered = tuple(Offer(b["title"], b["payload"]) for b in said["buttons"]) or context.offered
    return replace(context, offered=offered, fallbacks=0)


def _follow_up(asked: Asked) -> PartReply:
    wish = asked.wish
    if not wish.aspect and not wish.treatments and not wish.conditions:
        return followups.nothing_before(asked)
    if not wish.aspect and not wish.conditions:
        return questions.clarify_aspect(asked, "")
    return questions.reply(asked)


def _pick(part: Part, asked: Asked) -> PartReply:
    offer = picked(part.text, asked.context.offered)
    return chosen_offer(offer, asked) if offer else followups.nothing_before(asked)


def chosen_offer(offer: Offer, asked: Asked) -> PartReply:
    """What a button would have led to."""
    intent, _, entities = offer.payload.removeprefix("/").partition("{")
    values = json.loads("{" + entities) if entities else {}
    parse = {"intent": {"name": intent}, "entities": [{"entity": k, "value": v} for k, v in values.items()]}
    reading = read(parse)
    part = replace(reading.parts[0], question_form=asked.wish.part.question_form)
    if intent == "follow_pick" and "fact" not in values:
        return followups.nothing_before(asked)
    return _reply(part, reading, asked.context, frozenset(), asked.knowledge)


def _not_understood(asked: Asked) -> PartReply:
    """A very near fact answers; near ones are offered; else the bot says that it didn't understand."""
    ranking = [(asked.knowledge.facts[i], s) for i, s in asked.wish.part.ranking if i in asked.knowledge.facts]
    if asked.wish.conditions and (asked.wish.treatments or asked.context.treatments):
        treatments = asked.wish.treatments or asked.context.treatments
        return questions.reply(replace(asked, wish=asked.wish.about(aspect="condition", treatments=treatments)))
    if ranking and _stands_out([score for _, score in ranking]):
        return questions.answered(asked, "")
    near = [fact.id for fact, score in ranking if score >= NEAR][:3]
    return questions.did_you_mean(asked, near, "") if near else _fallback(asked)


def _stands_out(scores: list[float]) -> bool:
    """Whether the first fact is near, or at least far nearer than the second."""
    return scores[0] >= SURE or (scores[0] >= CLEAR and scores[0] - (scores[1] if len(scores) > 1 else 0.0) >= LEAD)


def _fallback(asked: Asked) -> PartReply:
    again = asked.context.fallbacks > 0
    said = saying("fallback_again" if again else "fallback", asked.knowledge)
    context = _after_saying(said, asked.context)
    return PartReply("fallback", (said,), replace(context, fallbacks=asked.context.fallbacks + 1))


def _merged(replies: list[PartReply]) -> list[PartReply]:
    """Of several replies, only the last that has buttons keeps them; the same words are not said twice."""
    kept: list[PartReply] = []
    texts: set[str] = set()
    for reply in replies:
        messages = tuple(m for m in reply.messages if m["text"] not in texts)
        texts |= {m["text"] for m in messages}
        kept.append(replace(reply, messages=messages))
    return [_without_buttons(reply) for reply in kept[:-1]] + kept[-1:]


def _without_buttons(reply: PartReply) -> PartReply:
    return replace(reply, messages=tuple(m | {"buttons": []} for m in reply.messages))
