/** A place among the words of a membership rule: what comes next is looked at, taken, or refused with where it stands. */
import { ruleFault, type Word } from './rule-words.ts'

export class RuleCursor {
  readonly #words: readonly Word[]
  #next = 0

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  list(): readonly string[] {
    this.expect('mark', '[')
    const values = [this.value()]
    while (this.took('mark', ',')) values.push(this.value())
    this.expect('mark', ']')
    return values
  }

  value(): string {
    const word = this.take()
    if (word.kind === 'text') return word.text
    // Scripts write `$null` and `$true`, as PowerShell does.
    const lower = word.text.toLowerCase().replace(/^\$/, '')
    if (lower === 'null') return ''
    if (lower === 'true' || lower === 'false') return lower
    throw ruleFault(`a quoted text is expected instead of '${word.text}'`, word.at)
  }

  peek(): Word {
    return this.#words[this.#next] ?? { kind: 'end', text: 'the end', at: 0 }
  }

  take(): Word {
    const word = this.peek()
    this.#next++
    return word
  }

  took(kind: Word['kind'], text: string): boolean {
    const word = this.peek()
    const found = word.kind === kind && word.text.toLowerCase() === text
    if (found) this.#next++
    return found
  }

  expect(kind: Word['kind'], text: string): void {
    const { text: found, at } = this.peek()
    if (!this.took(kind, text)) throw ruleFault(`'${text}' is expected instead of '${found}'`, at)
  }
}
