import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theTownThatLostItsEcho({ name, they, their, They, place, weather }: Scene) {
  return {
    title: "The Town That Lost Its Echo",
    body: `${place} lies under a cliff, and the cliff had always answered. You called “Good morning!” and it said *morning*; you called “Fool!” and it had the last word. Then, ${weather}, it fell silent, and the people found out how much they had been talking to it.

${name} was sent up to look, being ${pick("the youngest who was not afraid and the oldest who was not tired", "the only one who owned a rope")}. Behind the cliff there is a hollow, and in the hollow sat the echo, on a stone, with its knees drawn up. You could see the ferns through it.

> “Are you ill?” asked ${name}.
>
> “*Ill*,” said the echo, and sighed. “No. I have been saying other people's ends for nine hundred years. I should like, for once, to begin.”

${They} thought about that. It seemed ${pick("fair", "the most reasonable thing anybody had said all year")}. So ${name} sat down beside it on the stone and waited, although the silence went on until ${their} feet were asleep and the lamps were lit below.

At last the echo took a breath, walked to the edge, and said into the whole of the valley: “${pick("Is anybody cold?", "What did you dream?", "I liked the song with the geese in it.")}”

Down there a window opened. Then a second one. And someone, it may have been the smith, who never spoke before noon, put his hands to his mouth and gave it back the last two words.

They take turns now. In the mornings the town calls, and in the evenings the cliff does. It has a great deal to say, and ${name} has been asked, more than once, whether there is any way to make it stop. “*Stop*,” is the answer, in a thoughtful voice, and ${they} will not say ${pick("whose it was", "another word about it")}.`,
  }
}
