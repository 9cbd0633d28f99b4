/** What is remembered of a session between two messages: plain data, so that any server can answer the next one. */
import type { Purpose, StepResult, Task } from '../../../core/management/task.ts'

/** A task, as far as it is answered. */
export type OpenTask = {
  readonly task: Task
  readonly results: readonly (StepResult | null)[]
  /** The server's message that it went out with, and the id of each step's command there. */
  readonly messageId: number
  readonly cmdIds: readonly string[]
}

/** An object that comes in pieces. */
export type Piecemeal = {
  readonly node: string
  readonly size?: number
  readonly text: string
}

export type Conversation = {
  readonly sessionId: string
  /** The device's last message. */
  readonly received: number
  /** How many messages the server has sent. */
  readonly sent: number
  readonly open: readonly OpenTask[]
  readonly piecemeal: Piecemeal | null
  /** What was asked so far, answered or not. */
  readonly asked: readonly Purpose[]
  readonly isOver: boolean
}
