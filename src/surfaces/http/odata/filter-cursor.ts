/** A place among the tokens of a filter: what comes next is looked at, taken, or refused with where it stands. */
import { type FilterToken, filterError } from './filter-tokens.ts'

export class FilterCursor {
  readonly #tokens: readonly FilterToken[]
  #next = 0

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens
  }

  peek(): FilterToken {
    return this.#tokens[this.#next] ?? { kind: 'end', text: 'the end', at: 0 }
  }

  take(): FilterToken {
    const token = this.peek()
    this.#next++
    return token
  }

  /** A function's name and its parenthesis have been looked at. */
  advance(count: number): void {
    this.#next += count
  }

  takeWord(word: string): boolean {
    const token = this.peek()
    const found = token.kind === 'word' && token.text.toLowerCase() === word
    if (found) this.#next++
    return found
  }

  expectWord(word: string): void {
    const token = this.peek()
    if (!this.takeWord(word.toLowerCase()))
      throw filterError(`'${word}' is expected instead of '${token.text}'`, token.at)
  }

  followedByMark(mark: string, distance = 1): boolean {
    const token = this.#tokens[this.#next + distance]
    return token?.kind === 'punctuation' && token.text === mark
  }

  takeMark(mark: string): boolean {
    const token = this.peek()
    const found = token.kind === 'punctuation' && token.text === mark
    if (found) this.#next++
    return found
  }

  expectMark(mark: string): void {
    const token = this.peek()
    if (!this.takeMark(mark))
      throw filterError(`'${mark}' is expected instead of '${token.text}'`, token.at)
  }
}
