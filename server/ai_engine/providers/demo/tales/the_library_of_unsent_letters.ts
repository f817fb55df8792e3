import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theLibraryOfUnsentLetters({ name, they, them, their, They, place, weather }: Scene) {
  return {
    title: "The Library of Unsent Letters",
    body: `Every letter that is written and never posted goes to a cellar in ${place}. It has to go somewhere. For nineteen years it had been ${name} who sorted them, by the light of a green lamp, into three cases:

- *Anger*, the largest, which empties itself: leave such a letter alone for a year and the page is white;
- *Love*, which has to be dusted daily;
- ${pick("*Thanks*, the smallest, and the only one with a lock", "*Excuses*, which are kept near the exit")}.

${They} never opened one. That was the only rule, and it had been easy, until, ${weather}, an envelope came down the chute that was addressed to ${name}, in ${name}'s own hand.

It was heavier than paper should be. ${They} carried it about for ${pick("three days", "a week")}, put it with Love, took it out again, put it with Anger, where it stayed stubbornly full. In the end ${they} made tea, sat down, and broke the rule.

> You are good at keeping things,
> but you can't keep everything *in*.
> Go upstairs. It is ${pick("snowing", "blossom time", "market day")}, and somebody is waiting to be asked.

There was nothing else in it but a stamp.

Next morning a notice hung on the cellar door: *Closed for delivery*. All that week the people of ${place} had post, some of it thirty years old, and you could see them reading it in the street, with their ${pick("groceries", "umbrellas")} at their feet. And ${name}? Somebody saw ${them} ring a doorbell, with ${their} hat in both hands.`,
  }
}
