import assert from "node:assert/strict"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"

const values: Record<string, Record<string, string>> = {
  "a name is decoded only where HTML knows it": {
    "&copy; &hearts; &fjlig; &CounterClockwiseContourIntegral;": "© ♥ fj ∳",
    "&notit; &foo; &copy &copy1; & &; &amp":
      "&amp;notit; &amp;foo; &amp;copy &amp;copy1; &amp; &amp;; &amp;amp",
    "&amp;amp; &amp;lt;b&amp;gt;": "&amp;amp; &amp;lt;b&amp;gt;",
    "AT&T R&D; x&&y": "AT&amp;T R&amp;D; x&amp;&amp;y",
    "\\&copy; `&copy;`": "&amp;copy; <code>&amp;copy;</code>",
    "&lt;b&gt; &quot;q&quot; &#39;": '&lt;b&gt; "q" \'',
    "*&eacute;* **&uuml;**": "<em>é</em> <strong>ü</strong>",
  },
  "a number is decoded, and stands for nothing where no character has it": {
    "&#65;&#x41;&#X1F600;": "AA😀",
    "&#0; &#xD800; &#x110000; &#55357;&#56832;": "� � � ��",
    "&#12345678; &#x1234567; &#; &#x; &#65": "&amp;#12345678; &amp;#x1234567; &amp;#; &amp;#x; &amp;#65",
    "&#38;copy; &#42;a&#42; &#60;b&#62;": "&amp;copy; *a* &lt;b&gt;",
    "&#128; &#x92;": "€ ’",
  },
  "an ampersand in an address or a title stays what it is": {
    "[x](https://a.example/?a=1&copy=2&amp;b=3)": link("https://a.example/?a=1&amp;copy=2&amp;b=3", "x"),
    "[x](https://a.example/?a&notit;&lt;)": link("https://a.example/?a&amp;notit;%3C", "x"),
    "https://a.example/?a=1&copy=2&lang=en": link(
      "https://a.example/?a=1&amp;copy=2&amp;lang=en",
      "https://a.example/?a=1&amp;copy=2&amp;lang=en",
    ),
    '[x](https://a.example "R&D; &quot;a&quot; &copy; <b>")':
      '<a href="https://a.example" title="R&amp;D; &quot;a&quot; © &lt;b&gt;" rel="noopener noreferrer nofollow" target="_blank">x</a>',
    "[x][r]\n\n[r]: https://a.example/?x=1&copy=2": link("https://a.example/?x=1&amp;copy=2", "x"),
    "![a & b](https://a.example/c.png)": link("https://a.example/c.png", "a &amp; b"),
    "[x](https://a.example/%20%25?q=ä)": link("https://a.example/%20%25?q=%C3%A4", "x"),
  },
  "no way of writing an address makes another of it": {
    "[x](javascript&colon;alert(1)) [y](java&#10;script&#58;alert(1)) [z](&#106;avascript:alert(1))": "x y z",
    "[x](ht&#10;tps://a.example) [y](&#1;https://a.example) [z](&NewLine;javascript:alert(1))": "x y z",
    "[x](https://a.example/&quot;onclick=alert(1))": link("https://a.example/%22onclick=alert(1)", "x"),
  },
  "one tilde is a tilde, two strike, three are three": {
    "20~25°C und 5~6 km": "20~25°C und 5~6 km",
    "~a~ b~c~d": "~a~ b~c~d",
    "~~gone~~, a~~b~~c, **~~x~~**": "<del>gone</del>, a<del>b</del>c, <strong><del>x</del></strong>",
    "x ~~~y~~~ z": "x ~~~y~~~ z",
    "~~a 1~2 b~~": "<del>a 1~2 b</del>",
    "10:00~12:00，约3~5天": "10:00~12:00，约3~5天",
  },
  "emphasis begins and ends next to scripts without spaces": {
    "**你好，**年": "<strong>你好，</strong>年",
    "这是**“引用”**的": "这是<strong>“引用”</strong>的",
    "**「重要」**です。これは*（強調）*だ": "<strong>「重要」</strong>です。これは<em>（強調）</em>だ",
    '**마크다운(Markdown)**은 *"인용"*입니다': '<strong>마크다운(Markdown)</strong>은 <em>"인용"</em>입니다',
    "**คำ (word)**ต่อ": "<strong>คำ (word)</strong>ต่อ",
    "~~删除。~~年 ***两者！***吧": "<del>删除。</del>年 <em><strong>两者！</strong></em>吧",
    "**外*里，*外**年": "<strong>外<em>里，</em>外</strong>年",
  },
  "elsewhere emphasis is CommonMark's": {
    'a**"b"**c': 'a**"b"**c',
    'a*"b"*c': 'a*"b"*c',
    "**مرحبا،** *שלום*": "<strong>مرحبا،</strong> <em>שלום</em>",
    "foo**bar**baz foo*bar*baz": "foo<strong>bar</strong>baz foo<em>bar</em>baz",
    "**foo, *bar* baz** *(**foo**)*":
      "<strong>foo, <em>bar</em> baz</strong> <em>(<strong>foo</strong>)</em>",
    "***a* b** ***a** b*": "<strong><em>a</em> b</strong> <em><strong>a</strong> b</em>",
    "snake_case_name _a_": "snake_case_name <em>a</em>",
    "** a ** * a *x": "** a ** * a *x",
  },
  "stars in products, powers and names of files are stars": {
    "2*3*4 = 24, 2 * 3 in *.js and *.ts": "2*3*4 = 24, 2 * 3 in *.js and *.ts",
    "2**10 and 2**20": "2**10 and 2**20",
    "*.{js,ts} *.*": "*.{js,ts} *.*",
    "*.env* and *...wait*": "<em>.env</em> and <em>...wait</em>",
    "*3 apples* **2nd**": "<em>3 apples</em> <strong>2nd</strong>",
  },
  "a bare address ends where its sentence goes on": {
    "https://a.example/x。然后": `${link("https://a.example/x", "https://a.example/x")}。然后`,
    "（https://a.example/x），再见": `（${link("https://a.example/x", "https://a.example/x")}），再见`,
    "「www.a.example」、": `「${link("http://www.a.example", "www.a.example")}」、`,
    "请看https://a.example获取": `请看${link("https://a.example", "https://a.example")}获取`,
    "mail ann@a.example。": `mail ${link("mailto:ann@a.example", "ann@a.example")}。`,
    "https://a.example؟ https://a.example، https://a.example।": ["؟ ", "، ", "।"]
      .map((end) => link("https://a.example", "https://a.example") + end)
      .join(""),
    "“https://a.example” «https://a.example», https://a.example…": `“${link("https://a.example", "https://a.example")}” «${link("https://a.example", "https://a.example")}», ${link("https://a.example", "https://a.example")}…`,
    "https://a.example.。": `${link("https://a.example", "https://a.example")}.。`,
  },
  "what belongs to a bare address stays in it": {
    "https://a.example/foo_(bar).": `${link("https://a.example/foo_(bar)", "https://a.example/foo_(bar)")}.`,
    "(https://a.example/x)": `(${link("https://a.example/x", "https://a.example/x")})`,
    "https://a.example/wiki/你好": link(
      "https://a.example/wiki/%E4%BD%A0%E5%A5%BD",
      "https://a.example/wiki/你好",
    ),
    "https://a.example/a–b-c_d~e": link("https://a.example/a%E2%80%93b-c_d~e", "https://a.example/a–b-c_d~e"),
    "[你好](https://a.example/。x)": link("https://a.example/%E3%80%82x", "你好"),
  },
  "<br> breaks a line, all other HTML is text": {
    "a<br>b<br/>c<br />d<BR>e": "a<br>b<br>c<br>d<br>e",
    "a<br>\nb": "a<br>b",
    "**a<br>b** `<br>`": "<strong>a<br>b</strong> <code>&lt;br&gt;</code>",
    '<br class="x"> </br> <brx> <hr>': '&lt;br class="x"&gt; &lt;/br&gt; &lt;brx&gt; &lt;hr&gt;',
  },
  "brackets keep their backslash, other characters lose it": {
    "\\) a \\] b \\( c \\[": "\\) a \\] b \\( c \\[",
    "\\(a\\) \\[b\\] \\* \\_ \\#": "\\(a\\) \\[b\\] * _ #",
    "\\[x\\](https://a.example)": `\\[x\\](${link("https://a.example", "https://a.example")})`,
  },
}

for (const [name, cases] of Object.entries(values)) {
  test(name, () => {
    for (const [source, html] of Object.entries(cases)) assert.equal(markdown(source), `<p>${html}</p>\n`)
  })
}

test("<br> breaks a line in a cell of a table", () => {
  assert.match(markdown("|a|\n|-|\n|1<br>2<br/>3|"), /<td>1<br>2<br>3<\/td>/)
})

function link(href: string, text: string) {
  return `<a href="${href}" rel="noopener noreferrer nofollow" target="_blank">${text}</a>`
}
