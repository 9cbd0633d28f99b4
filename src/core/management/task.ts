/** What the service does with nodes of a device's configuration, whatever the protocol that carries it. */

export type Verb = 'get' | 'add' | 'replace' | 'delete' | 'exec'

export type Step = {
  readonly verb: Verb
  /** Such as `./DevDetail/SwV`. */
  readonly node: string
  readonly format?: 'chr' | 'int' | 'bool'
  readonly value?: string
}

/** Why a task is done; there is at most one of each in a session. */
export type Purpose =
  | 'inventory'
  | 'hardware-data'
  | 'mismatch-data'
  | 'status-page'
  | 'setup-finished'
  | 'setup-progress'
  | 'schedule'
  | 'unenroll'
  | 'wipe'

export type Task = {
  /** A UUID, which the task keeps when it is asked again. */
  readonly id: string
  readonly purpose: Purpose
  readonly steps: readonly Step[]
  /** All of its steps happen, or none. None of them is a `get`. */
  readonly isAtomic?: boolean
}

export type StepResult = {
  /** As in HTTP, such as 200 and 404; null: the device said nothing about it. */
  readonly status: number | null
  readonly value?: string
}

/** Result n belongs to step n. */
export type TaskResult = { readonly task: Task; readonly results: readonly StepResult[] }

/** The value of a node that was read; undefined: there was none. */
export function valueAt({ task, results }: TaskResult, node: string): string | undefined {
  const at = task.steps.findIndex((step) => step.node === node)
  return results[at]?.status === 200 ? results[at]?.value : undefined
}

export function isDone({ results }: TaskResult): boolean {
  return results.every(({ status }) => status !== null && status >= 200 && status < 300)
}
