import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theOtherRoad({ name, they, them, They, weather }: Scene) {
  return {
    title: "The Other Road",
    body: `You remember that **${name}** had a choice, somewhere in the middle, and took it so quickly that nobody noticed. Well. The road that was *not* taken noticed. It lay there for a season and grew grass, and then, ${weather}, it got up and came after ${them}.

A road can't knock. It simply lay, one morning, outside the door: yellow, a little out of breath, with a milestone that said \`0\`.

“I have things to do,” said ${name}.

> The road said nothing, and went round a corner, as they do.

${They} lasted until Friday. Then ${they} packed what one packs for a road that has gone to such trouble:

1. an apple, for the way out;
2. a second apple, for whoever is met;
3. ${pick("no map, because it would only be offended", "a pair of socks, in case it was serious")}.

It was a good road. It showed ${them} everything that it had prepared for the first time: the bridge with the view, the inn where they would have mistaken ${them} for somebody, and the hill on which it would all have turned out differently. On that hill sat a traveller with an apple core and ${pick("a very familiar hat", "just that way of scratching one ear")}, looking down the far side.

They did not ask each other's name. That would have been silly. “Was it worth it?” asked the traveller.

“I was about to ask you,” said ${name}, and gave away the second apple. They ate, and compared, and each was a little sorry and *not very*. And when the sun went down they got up, shook hands, and went home, each by their own road, or possibly by the other's. ${pick("From up there they look much the same.", "The apples had been from the same tree.")}`,
  }
}
