import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theClockThatRanOnGossip({ name, they, them, They, place, weather }: Scene) {
  return {
    title: "The Clock That Ran on Gossip",
    body: `The town hall clock of ${place} had stopped at ten past four, and it was ${name} who climbed up with a lantern and a screwdriver to see why. There was no spring inside. There was only a brass ear, rather dusty, turned towards the square.

It took ${them} an hour to understand. The clock had always run on gossip, and ${place} had become ${pick("so polite that nobody said anything any more", "so busy that nobody had time to be indiscreet")}.

So, ${weather}, ${name} leaned close to the ear and began with something small:

1. that the baker bought his bread from a cousin in ${pick("Upper Wickham", "the next valley")};
2. that the mayor's moustache was, in the strict sense, a loan;
3. that somebody, *no names*, had loved the widow at number nine for twenty years and had got as far as her gate.

At the first the minute hand twitched. At the second it went to half past. At the third all the bells rang at once, and every window in the square flew open.

> “Who is it?” called the widow at number nine. “At my gate?”

${They} had meant to say nothing more. But the ear was listening, and so was the square, and time in ${place} was for once in no hurry. “Well,” said ${name}, and ${they} came down the stairs with the lantern, very slowly, one step for every year. “${pick("I have brought my own screwdriver", "I was in the neighbourhood", "It is about the gate. It squeaks")}.”

The clock has been ${pick("four", "seven")} minutes fast ever since. It can't wait to hear the rest.`,
  }
}
