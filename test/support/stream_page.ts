import { cloneNode, type Document, type Element, isTag, type ParentNode } from "domhandler"
import {
  append,
  appendChild,
  getElementById,
  getElementsByTagName,
  getInnerHTML,
  prepend,
  prependChild,
  removeElement,
  textContent,
} from "domutils"
import { parseDocument } from "htmlparser2"
import { HEARTBEAT } from "../../server/cable/keep_alive.ts"

/** A page without a browser: applies Turbo Streams as Turbo does. Refuses what is no Turbo Stream or has no target. */
export class StreamPage {
  readonly #document: Document

  constructor(html: string) {
    this.#document = parseDocument(html)
  }

  get html() {
    return getInnerHTML(this.#document, { encodeEntities: "utf8" })
  }

  get text() {
    return textContent(this.#document)
  }

  /** The elements of one or more tag names. */
  elements(...names: string[]) {
    return getElementsByTagName((name) => names.length === 0 || names.includes(name), this.#document)
  }

  apply(streams: string) {
    if (streams === HEARTBEAT) return

    for (const node of parseDocument(streams).children) {
      if (isTag(node) && node.name === "turbo-stream") {
        this.#stream(node)
      } else if (textContent(node).trim() !== "" || isTag(node)) {
        throw new Error(`Not a Turbo Stream: ${getInnerHTML(node)}`)
      }
    }
  }

  #stream(stream: Element) {
    const template = stream.children.find(isTag)
    const targets = this.#targets(stream)
    if (targets.length === 0) throw new Error(`No target: ${JSON.stringify(stream.attribs)}`)

    for (const target of targets) {
      const nodes = template ? template.children.map((node) => cloneNode(node, true)) : []
      perform(stream.attribs.action, target, nodes)
    }
  }

  #targets({ attribs: { target, targets } }: Element) {
    if (target === undefined) {
      return this.#select(targets ?? "")
    } else {
      return [getElementById(target, this.#document.children)].filter((element) => element !== null)
    }
  }

  // Compounds with ">" between them, each of a tag name, an id, a class and :last-child, as far as given.
  #select(selector: string) {
    return selector.split(" > ").reduce<Element[]>((parents, compound, depth) => {
      const candidates =
        depth === 0 ? this.elements() : parents.flatMap(({ children }) => children.filter(isTag))
      return candidates.filter(matching(compound))
    }, [])
  }
}

function matching(compound: string) {
  const parts = /^([a-z][\w-]*)?(?:#([\w-]+))?(?:\.([\w-]+))?(:last-child)?$/.exec(compound)
  if (!parts) throw new Error(`Not a selector this page knows: ${compound}`)

  const [, name, id, className, last] = parts
  return (element: Element) =>
    (name === undefined || element.name === name) &&
    (id === undefined || element.attribs.id === id) &&
    (className === undefined || element.attribs.class?.split(" ").includes(className) === true) &&
    (last === undefined || element.parent?.children.findLast(isTag) === element)
}

type Nodes = Element["children"]

function perform(action: string | undefined, target: Element, nodes: Nodes) {
  if (action === "append") {
    removeTwins(target, nodes)
    for (const node of nodes) appendChild(target, node)
  } else if (action === "prepend") {
    removeTwins(target, nodes)
    for (const node of nodes.toReversed()) prependChild(target, node)
  } else if (action === "update") {
    target.children.slice().forEach(removeElement)
    for (const node of nodes) appendChild(target, node)
  } else if (action === "before" || action === "replace" || action === "remove") {
    for (const node of nodes) prepend(target, node)
    if (action !== "before") removeElement(target)
  } else if (action === "after") {
    for (const node of nodes.toReversed()) append(target, node)
  } else {
    throw new Error(`Not an action this page knows: ${action}`)
  }
}

// Turbo removes children that have an id among those to come.
function removeTwins(target: ParentNode, nodes: Nodes) {
  const ids = nodes.filter(isTag).flatMap(({ attribs }) => attribs.id ?? [])
  const twins = target.children.filter(isTag).filter(({ attribs }) => ids.includes(attribs.id ?? ""))
  twins.forEach(removeElement)
}
