/**
 * The JSON answer of a route on its way out. It is used as a `Response`, and becomes one when everybody has set their
 * headers (`toResponse`), or when somebody reads its body before.
 */
import { PlainHeaders } from './plain-headers.ts'

export type JsonAnswerOptions = {
  readonly status?: number
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

class JsonAnswer {
  readonly status: number
  readonly headers: PlainHeaders
  readonly #text: string
  #whole: Response | undefined

  constructor(body: object, { status = 200, headers }: JsonAnswerOptions) {
    this.status = status
    this.headers = new PlainHeaders({ ...headers, 'content-type': 'application/json' })
    this.#text = JSON.stringify(body)
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  /** With the headers as they are now. */
  toResponse(): Response {
    const { status } = this
    return new Response(this.#whole?.body ?? written(this.#text), {
      status,
      headers: this.headers.toRecord(),
    })
  }

  whole(): Response {
    this.#whole ??= this.toResponse()
    return this.#whole
  }
}

// Whatever else a Response is asked for, the whole one knows.
for (const name of ['body', 'bodyUsed', 'redirected', 'statusText', 'type', 'url'] as const) {
  Object.defineProperty(JsonAnswer.prototype, name, {
    get(this: JsonAnswer) {
      return this.whole()[name]
    },
  })
}
for (const name of ['arrayBuffer', 'blob', 'bytes', 'clone', 'formData', 'json', 'text'] as const) {
  Object.defineProperty(JsonAnswer.prototype, name, {
    value(this: JsonAnswer) {
      return this.whole()[name]()
    },
  })
}

/** In characters. Below it a text goes out together with its headers, which is quicker. */
const long = 16_384

/** Text of ASCII only, as nearly all is, is written faster as Latin-1 than as UTF-8, and its bytes are the same. */
function written(text: string): string | Uint8Array<ArrayBuffer> {
  if (text.length < long) return text
  return Buffer.from(text, Buffer.byteLength(text) === text.length ? 'latin1' : 'utf8')
}

export function jsonAnswer(body: object, options: JsonAnswerOptions = {}): Response {
  return new JsonAnswer(body, options) as unknown as Response
}

export function isResponse(answer: object): answer is Response {
  return answer instanceof Response || answer instanceof JsonAnswer
}

/** The Response that is sent; its headers are final. */
export function toResponse(answer: Response): Response {
  return answer instanceof JsonAnswer ? answer.toResponse() : answer
}
