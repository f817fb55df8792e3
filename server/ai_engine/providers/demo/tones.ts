import type { Tone } from "./tone.ts"

export const SPOOKY: Tone = {
  asides: [
    "{name} looked over one shoulder first.",
    "{name} blew out one candle of the two.",
    "“Is that door shut?” asked {name}. “Well. Perhaps.”",
  ],
  weathers: [
    "one night with too few stars and one owl too many",
    "one evening when the fog had come in and sat down",
    "on the night when the dogs would not bark",
  ],
  farewells: [
    "The rest is only the wind. Probably.",
    "Sleep well. Most people do.",
    "And if you hear three knocks tonight, count them again.",
  ],
}

export const FUNNY: Tone = {
  asides: [
    "{name} swore that every word of this was true, and then asked for a biscuit.",
    "{name} had told this one before, but never while sober of tea.",
    "“I will tell it with a straight face,” said {name}, and failed at once.",
  ],
  weathers: [
    "one Wednesday that had been sold to everybody as a Tuesday",
    "one morning so bright that the cockerel called in sick",
    "on the day of the great custard shortage",
  ],
  farewells: [
    "There is a moral, but it ran off with the spoon.",
    "No geese were harmed. The geese wish it known that they did the harming.",
    "The bill, should you wonder, was never paid.",
  ],
}

export const GENTLE: Tone = {
  asides: [
    "{name} tucked the blanket in on both sides.",
    "“Just the one, then,” said {name}, who always said so.",
    "{name} waited until the kettle was quiet.",
  ],
  weathers: [
    "one evening with a soft rain on it",
    "one morning that smelled of bread",
    "on the first day that was warm enough for open windows",
  ],
  farewells: [
    "And everybody was home before dark.",
    "Good night. The lamp stays on in the hall.",
    "That is all, and it is enough for one day.",
  ],
}

export const LYRICAL: Tone = {
  asides: [
    "{name} began slowly, the way snow does.",
    "{name} opened both hands, as though the story lay in them.",
    "First {name} was silent, and that belonged to it.",
  ],
  weathers: [
    "one dusk the colour of plums",
    "one hour when the light could not decide",
    "in the blue after the rain",
  ],
  farewells: [
    "So the river tells it; the river has time.",
    "What is left of it you can hear, if you put your ear to a quiet hour.",
    "Then even the silence went home.",
  ],
}

export const MYSTERY: Tone = {
  asides: [
    "{name} laid three things on the table and named only two.",
    "“Trust nobody in this story,” said {name}, “least of all me.”",
    "{name} had kept the file closed for eleven years.",
  ],
  weathers: [
    "one night when the rain took down everybody's particulars",
    "at ten past four, a time that nobody could account for",
    "one evening with more footsteps in it than feet",
  ],
  farewells: [
    "Case closed. It opens again on damp days.",
    "You will have noticed who was never asked a single question.",
    "The key is still missing. So is the butler, but he sends cards.",
  ],
}

export const STARRY: Tone = {
  asides: [
    "{name} dimmed the cabin lights and let the engines hum.",
    "“Recording,” said {name}. “Somewhere past Saturn. Again.”",
    "{name} checked the oxygen, then the audience.",
  ],
  weathers: [
    "one evening when both moons were up",
    "during the long night between two signals",
    "on a day when the sky was unusually low on satellites",
  ],
  farewells: [
    "End of transmission. The stars stayed on, out of habit.",
    "The signal took four years to arrive. It was worth the postage.",
    "And out there, something small blinked back.",
  ],
}

export const SALTY: Tone = {
  asides: [
    "{name} put one boot on the barrel, which meant a long one.",
    "“This is how I had it from a drowned man,” said {name}, “so mind the wet patches.”",
    "{name} spat to windward, thought better of it, and began.",
  ],
  weathers: [
    "one night when the sea lay flat and listened",
    "on a tide that nobody had ordered",
    "in a wind that knew everybody's name",
  ],
  farewells: [
    "And may the sea give you back whatever it borrows.",
    "That's the yarn. The knot at the end is extra.",
    "If it is not true, then I never lost this tooth.",
  ],
}

export const HOMELY: Tone = {
  asides: [
    "{name} thought for a moment and then knew exactly where to begin.",
    "“I know one,” said {name}. “Sit down, it has a middle.”",
    "{name} had been waiting for somebody to ask.",
    "“Every word of it happened,” said {name}, “though not all on the same day.”",
  ],
  weathers: [
    "one evening in late October",
    "one morning when the milk was late",
    "on the shortest day of the year",
    "one Thursday, of all days",
    "at the end of a long wet spring",
  ],
  farewells: [
    "That is how it was told to me, and I have only polished it a little.",
    "If they have not moved, they live there still.",
    "And whoever tells it next may add one thing, but only one.",
    "It ends there. Things like that go on, but not in words.",
    "Ask in the village. They will tell it differently, and worse.",
  ],
}
