/** Characters that TeX may take, between brackets or two dollars, and between single ones. */
const LONGEST = 1000
const LONGEST_IN_DOLLARS = 200

/** `\(…\)`, `\[…\]`, `$$…$$` and, in one line, `$…$`; "$5 and 10$" is none. */
export const MATH = new RegExp(
  [
    String.raw`\\\((?:[^\\]|\\[^\(\)]){0,${LONGEST}}?\\\)`,
    String.raw`\\\[(?:[^\\]|\\[^\[\]]){0,${LONGEST}}?\\\]`,
    String.raw`\$\$(?:[^\\$]|\\[^]){1,${LONGEST}}?\$\$`,
    String.raw`(?<![\w$\\])\$(?![\s\d$])(?:[^\\$\n]|\\[^\n]){0,${LONGEST_IN_DOLLARS}}?(?<!\s)\$(?![\w$])`,
  ].join("|"),
)

/** The beginning of such, up to where the text ends: what is in it shows as it is written. */
export const OPEN_MATH = new RegExp(
  [
    String.raw`\\\((?:[^\\]|\\[^\(\)]){0,${LONGEST}}\\?$`,
    String.raw`\\\[(?:[^\\]|\\[^\[\]]){0,${LONGEST}}\\?$`,
    String.raw`\$\$(?:[^\\$]|\\[^]){1,${LONGEST}}[\\$]?$`,
  ].join("|"),
)

/** The same of single dollars: what is special in it may be one thing or the other. */
export const UNDECIDED_MATH = new RegExp(
  String.raw`(?<before>(?<![\w$\\])\$(?![\s\d$])[^\\$\n\x60*_~<&\[\]!|]{0,${LONGEST_IN_DOLLARS}})[\\\x60*_~<&\[\]!|](?:[^\\$\n]|\\[^\n]){0,${LONGEST_IN_DOLLARS}}$`,
)

/** Where text may turn into TeX. */
export const MATH_START = String.raw`(?<![\w$\\])\$(?![\s\d])|(?<!\$)\$\$`
