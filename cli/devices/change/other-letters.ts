/** Values of a file that is in another code page than it was read in: a group tag must not be guessed. */
import { type Encoding, hasDamagedLetters, hasLostLetters } from 'taxiway-device-csv'
import type { ChangeRequest } from './change-request.ts'

const maxNamed = 1_000

export class OtherLetters {
  readonly #path: string
  readonly #isNamed: boolean
  readonly #lost: string[] = []
  readonly #doubtful: string[] = []

  constructor(path: string, named: Encoding | undefined) {
    this.#path = path
    this.#isNamed = named !== undefined
  }

  look({ line, changes }: ChangeRequest): void {
    for (const value of Object.values(changes)) {
      const sentence = `${this.#path}:${line}: '${value}' has lost letters, or is in another code page: name it, such as --encoding windows-1250`
      if (hasLostLetters(value)) note(this.#lost, sentence)
      else if (!this.#isNamed && hasDamagedLetters(value)) note(this.#doubtful, sentence)
    }
  }

  /** `encoding`: what the whole file was read in. Unicode shows itself, so its letters are what was written. */
  faults(encoding: Encoding): readonly string[] {
    return encoding === 'windows-1252' ? [...this.#lost, ...this.#doubtful] : this.#lost
  }
}

function note(list: string[], sentence: string): void {
  if (list.length < maxNamed) list.push(sentence)
}
