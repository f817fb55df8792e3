/** The runs that this process performs, by id, and how each is stopped. */
export const underWay = new Map<number, AbortController>()
