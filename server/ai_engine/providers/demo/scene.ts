import { anyHero, type Hero, heroCalled } from "./hero.ts"
import { pick } from "./pick.ts"
import type { Tone } from "./tone.ts"
import type { Wish } from "./wish.ts"

/** Who and where: what a tale is told with. */
export type Scene = Hero & {
  /** The same word where a sentence begins with it. */
  They: string
  place: string
  weather: string
  /** Says who the hero is, or what the story has to do with what was asked for. */
  opening: string
}

/** A story in Markdown, below its title and its opening. */
export type Tale = (scene: Scene) => { title: string; body: string }

export function newScene(wish: Wish, tone: Tone): Scene {
  const hero = wish.name ? heroCalled(wish.name) : anyHero()
  const place = pick(
    "Port Sable",
    "Lower Wickham",
    "Marrow Hill",
    "Hook Harbour",
    "Quince Hollow",
    "Nine Bridges",
    "Old Tallow",
  )
  return { ...sceneWith(hero, tone), place, opening: openingFor(wish, hero, place) }
}

export function sceneWith(hero: Hero, tone: Tone): Scene {
  const They = hero.they.charAt(0).toUpperCase() + hero.they.slice(1)
  return { ...hero, They, place: "the town", weather: pick(...tone.weathers), opening: "" }
}

function openingFor({ hero, theme }: Wish, { name, their }: Hero, place: string) {
  if (hero) {
    return pick(
      `There was once, in ${place}, ${hero}, and ${their} name was **${name}**.`,
      `In ${place}, where people are hard to surprise, there lived ${hero}. The neighbours said **${name}**, and left it at that.`,
      `“And who is **${name}**?” strangers would ask. “Oh,” said everybody in ${place}, “${hero}. Why?”`,
    )
  } else if (theme) {
    return pick(
      `Nobody in ${place} could have told you much about ${theme}, and what they could they had from **${name}**.`,
      `If you ask in ${place} about ${theme}, they send you to **${name}**, and this is why.`,
      `There are two opinions about ${theme} in ${place}: the usual one, and that of **${name}**.`,
    )
  } else {
    return pick(
      `There was once, in ${place}, somebody called **${name}**, of whom nothing much was expected.`,
      `You will not have heard of **${name}**, unless you come from ${place}, and then you have heard of nobody else.`,
      `It happened in ${place}, and it happened to **${name}**, as such things did.`,
    )
  }
}
