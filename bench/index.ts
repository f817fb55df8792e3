import { benchAnswer } from "./answer.ts"
import { benchMarkdownStream } from "./markdown_stream.ts"

console.log("Rendering alone, a frame for every token")
benchMarkdownStream()

console.log("Answers of 500 tokens, 12 ms apart, through the whole app")
await benchAnswer()
