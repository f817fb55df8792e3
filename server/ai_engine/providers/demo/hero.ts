import { pick } from "./pick.ts"

export type Hero = { name: string; they: string; them: string; their: string }

const SHE = { they: "she", them: "her", their: "her" }
const HE = { they: "he", them: "him", their: "his" }
const THEY = { they: "they", them: "them", their: "their" }

const HEROES: readonly [Hero, ...Hero[]] = [
  { name: "Odile", ...SHE },
  { name: "Tobias", ...HE },
  { name: "Marguerite", ...SHE },
  { name: "Ansel", ...HE },
  { name: "Soraya", ...SHE },
  { name: "Bram", ...HE },
  { name: "Wren", ...THEY },
  { name: "Kofi", ...HE },
  { name: "Yuki", ...SHE },
  { name: "Fennimore", ...HE },
  { name: "Juniper", ...THEY },
  { name: "Lalita", ...SHE },
  { name: "Otto", ...HE },
  { name: "Perpetua", ...SHE },
  { name: "Ines", ...SHE },
]

export function anyHero(): Hero {
  return pick(...HEROES)
}

export function heroCalled(name: string): Hero {
  return HEROES.find((hero) => hero.name === name) ?? { name, ...THEY }
}
