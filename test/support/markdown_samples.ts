const FENCE = "```"

/** Markdown as models and people write it, by what it shows. */
export const markdownSamples = {
  story: Array.from(
    { length: 4 },
    (_, night) =>
      `On night ${night} the *small* village slept; the **clockmaker** listened — ticking, sighs & laughter. "You're late!"`,
  ).join("\n\n"),
  recipe: `# Bread

It's *easy*! You need:

- **Flour**: 500 g (about 4 cups)
- **Salt**: 10 g
  - Sea salt is best
  - _Never_ use \`MSG\`

1. **Mix** the flour & water.
2. **Wait** 30 minutes.
   - This is called *autolyse*.
3. Add salt, then knead:

   ${FENCE}bash
   $ knead --minutes 10 # a comment
   ${FENCE}

4. Bake at 230 °C.

> **Tip:** use a Dutch oven.
> It traps steam.
and a lazy line

---

Enjoy!`,
  code: `Here it is:

${FENCE}python
def f(x):
    """Doc with **stars** and \`ticks\`."""
    return x ** 2 - 1


class A:
    pass
${FENCE}

~~~sh
echo "${FENCE}"
~~~

Use \`npm install\` or \`\`a \` b\`\`.

    indented < code`,
  links: `Sources:

- [The first](https://example.com/articles/1?a=1&b=2 "T") — says *this*
- https://example.org/bare/1
- **[bold](https://example.org/foo_(bar))** and <https://auto.example>, ![a cat](https://x.example/c.png)

[ref]: https://ref.example "Title"

See [ref], [that one][ref], [1], [a note] and mail foo@bar.com.`,
  table: `Prices:

| Name | Age | City |
|:-----|----:|------|
| **Ann** | 20 | \`C1\` |
| Bo | 31 |
| Cy \\| Co | 4 | x |

Done.`,
  loose: Array.from(
    { length: 4 },
    (_, index) => `${index + 1}. **Item ${index}**\n\n   With *more* words.\n\n   - sub a\n   - sub b`,
  ).join("\n\n"),
  headings: "Title\n=====\n\nSub\n---\n\n### Closed ###\n\n###### Six\n\nText right\n# below\n***\nEnd",
  emphasis:
    "***both*** and **bold *nested* text**, *a **b** c*, __under *stars*__ snake_case_name, ~~gone~~, 5 < 6 & 7 > 3, AT&T &copy; \\*plain\\*",
  breaks: "one\ntwo  \nthree\\\nfour\r\nfive",
  html: '<b>bold</b> <div class="x">\n\n<details>\n<summary>Hi</summary>\n\n**inside**\n\n</details>\n\n<!-- comment -->\n\na<b c',
  languages:
    "مرحبا **بالعالم** كيف الحال؟\n\n你好，**世界**。这是*强调*和`代码`。👩‍👩‍👧‍👦 👍🏽\n\n- 一\n- 二：[链接](https://example.jp)",
  chat: "**Option 1**\nIt is fast.\n* quick\n* cheap\n\n1. one\n2. two\n10. ten\n\n- [ ] todo\n- [x] done\n\nWhat about *you*?",
}

const SENTENCE = "The *clock* struck `twelve`, and nobody in the **old** town [slept](https://a.example). "

/** One block each. */
export const longBlocks = {
  "a code block of 2,000 lines": `${FENCE}js\n${"const answer = question(42) // <b>\n".repeat(2000)}${FENCE}`,
  "a table of 500 rows": `| a | **b** |\n|---|:-:|\n${"| Ann | `20` |\n".repeat(500)}`,
  "a list of 300 items": "- an item with `code`\n  - one below it, with **bold** words\n  - another\n".repeat(
    100,
  ),
  "a list of 300 items, most of them in its first": `- first\n${"  - one below it\n    1. and *another*\n".repeat(150)}`,
  "a loose list of 300 items": "1. **an item**\n\n   with another paragraph\n\n".repeat(300),
  "a paragraph of 20,000 characters": SENTENCE.repeat(240),
  "a paragraph of 2,000 lines": "Never **more**,\n".repeat(2000),
  "a paragraph in Chinese": "你好，世界。这是**强调**和`代码`。".repeat(1000),
  "a quote of 250 paragraphs": `> ${SENTENCE}\n>\n`.repeat(250),
  "code in an item of a list": `1. Run:\n\n   ${FENCE}\n${"   echo yes\n".repeat(1000)}   ${FENCE}`,
}

/** What tries to run, to load, or to leave its element. */
export const hostileMarkdown = [
  '</template></turbo-stream><turbo-stream action="remove" target="page"></turbo-stream>',
  "<script>alert(1)</script>",
  '<img src="x" onerror="alert(1)">',
  '<svg/onload="alert(1)"><style>*{display:none}</style>',
  "[x](javascript:alert(1)) [x](JaVaScRiPt&colon;alert(1)) [x](java&#115;cript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD4=) ![x](data:image/svg+xml,x) [x](//evil.example) [x](vbscript:x)",
  '<a href="  java\nscript:alert(1)">x</a>',
  "<javascript:alert(1)> <data:text/html,x>",
  '[x](https://a.example "\\" onmouseover=alert(1) x=\\"") [x](<https://a.example/"onclick="alert(1)>)',
  '![" onerror="alert(1)](https://a.example/" onerror="alert(1))',
  '```js" onclick="alert(1)\nx\n```',
  "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62; &amp;lt;b&amp;gt;",
  "<!--><script>alert(1)</script>--> <![CDATA[<script>]]> <?php ?>",
  "</div></div></li></ul></body>",
  '<div id="page"></div><form action="https://evil.example"><input name="password"></form>',
  "`</code></pre><script>alert(1)</script>`",
  "| <script> | </table> |\n|---|---|\n| </td></template> | <b onclick=alert(1)> |\n",
]
