/** What a text ends with that more may turn into something else: half an escape, a reference, an address, a marker. */
export const UNDECIDED_END = new RegExp(
  [
    /\\$|!$|[*_~`]+$/,
    /&[#\w]{0,31}$/,
    /<[^\s<>]*$|<br *\/?$/,
    /\b(?:ht{0,2}|https?:?\/?|w{1,3}|f|ft|ftp:?\/?)$/,
    /(?:https?:\/\/|ftp:\/\/|www\.)[^\s<]*$/,
    /[\w.+-]+@\S*$/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "i",
)
