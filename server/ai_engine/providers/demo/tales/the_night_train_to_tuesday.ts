import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theNightTrainToTuesday({ name, they, their, place, weather }: Scene) {
  const regret = pick("the bicycle", "the broken violin", "what was said at the wedding")

  return {
    title: "The Night Train to Tuesday",
    body: `At midnight, when the last train has left ${place}, another one comes in. It is not on the posters. It stops at *days*, not at towns, and the board above platform nine lists them in a hurry:

\`\`\`
23:58   Yesterday             cancelled
00:00   Today                 platform 1
00:07   A Tuesday in April    platform 9, on request
\`\`\`

${name} found out about it by missing something else, ${weather}. “One return to that Tuesday,” ${they} told the conductor, who had a beard like a hedge and no watch at all. “Eleven years back. I left something unsaid there.”

> “They all do,” said the conductor. “You may say one sentence. You may not stay for the answer.”

The carriage smelled of rain and oranges. The years went by outside, lit like kitchens: here somebody was learning to whistle, there a dog that ${name} had known was young again. Then the brakes sighed, and it was a Tuesday, and the door that ${they} had slammed was still ${pick("trembling", "warm from the hand")}.

${name} knocked. ${pick("It took three tries, because it is hard to knock softly on the past.", "It sounded smaller than it had for all those years.")}

“I am sorry about ${regret},” ${they} said, and ran, for the whistle had gone.

At home there was a letter in ${their} box. It was yellow at the edges and had been eleven years on the way. *${pick("Oh, that", "Come in, you fool", "I knew it was you by the knock")},* it said. *${pick("The kettle is on.", "I mended it the same week.", "Next time stay for the answer.")}*`,
  }
}
