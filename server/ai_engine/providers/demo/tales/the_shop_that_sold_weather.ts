import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theShopThatSoldWeather({ name, they, their, They, place, weather }: Scene) {
  return {
    title: "The Shop That Sold Weather",
    body: `${name} kept the last shop in ${place} that sold weather by the ounce. Fog came in jars, frost in flat tins, and below the counter there was a single drawer, never opened, marked *June*.

| Jar | Weather | Price |
|---:|---|---|
| 3 | ${pick("Drizzle, for funerals and good books", "Mist, enough for one meadow")} | 2 pennies |
| 7 | Wind, from behind | 5 pennies |
| 12 | ${pick("Snow, silent", "Thunder, second-hand")} | *ask* |

Business was slow. People had grown used to the kind that falls for free.

Then, ${weather}, a boy put eleven pennies on the counter and asked for one afternoon like the last one before his grandfather went away. ${name} looked at the pennies. Then at the drawer.

> “It is the only one I have,” ${they} said.
>
> “I only need the one,” said the boy.

So ${they} opened it. The light that came out was the colour of toast. It went past the boy, down the steps and over the roofs, and until supper nobody in ${place} could remember what they had been cross about.

When the drawer was empty, ${name} swept it, closed it, and changed the sign on ${their} door. For thirty years it had said *No refunds*. ${They} thought for a long while, and now it says: ${pick("*Back at some point. The weather is out.*", "*Closed, on account of the sun.*", "*Gone to see where it went.*")}`,
  }
}
