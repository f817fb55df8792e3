import { plainCode } from "./highlighted_code.ts"

/** ` name="value"`, escaped. */
export function attribute(name: string, value: string) {
  return ` ${name}="${plainCode(value).replaceAll('"', "&quot;")}"`
}
