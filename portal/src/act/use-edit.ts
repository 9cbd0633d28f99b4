/** An edit of one thing, which overwrites nobody unseen: who was faster is shown beside what was typed. */
import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import type { Asked } from '../api/asked.ts'
import { change, readVersioned, type Versioned } from '../api/versions.ts'
import { texts } from '../texts/texts.ts'
import { Overtaken } from './overtaken.ts'
import { attempt } from './run-act.ts'

export type Edit<T, Form> = {
  /** Where it is read and changed. */
  readonly path: string
  /** As it was first read; undefined while it is not here yet. */
  readonly first: Versioned<T> | undefined
  /** What the person sees and edits of it. */
  readonly formOf: (value: T) => Form
  /** Puts what is there now into the form. */
  readonly show: (form: Form) => void
  /** The form holds nothing typed: it always shows what was read last. */
  readonly isLive?: boolean
}

export function useEdit<T, Form>({ path, first, formOf, show, isLive = false }: Edit<T, Form>) {
  const [later, setLater] = useState<Versioned<T>>()
  const [opened] = useState(first)
  const [theirs, setTheirs] = useState<{ readonly now: Versioned<T>; readonly asked: Asked }>()
  const base = isLive ? first : (later ?? opened ?? first)

  /** What is there now, if it is not as it was in a way that the person sees. */
  async function send(asked: Asked, against: typeof base): Promise<Versioned<T> | undefined> {
    try {
      await change(path, { ...asked, version: against?.version })
      return undefined
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412 || against === undefined) throw error
      const now = await readVersioned<T>(path)
      return isSame(formOf(now.value), formOf(against.value)) ? send(asked, now) : now
    }
  }

  function save(asked: Asked, against: typeof base): Promise<boolean> {
    return attempt(async () => {
      const now = await send(asked, against)
      setTheirs(now && { now, asked })
      if (now !== undefined) throw new Overtaken()
    })
  }

  function remove(): Promise<boolean> {
    return attempt(async () => {
      const now = await send({ method: 'DELETE' }, base)
      if (now === undefined) return
      take(now)
      throw new Error(texts.common.changedBeforeDelete)
    })
  }

  function take(now: Versioned<T>): void {
    setTheirs(undefined)
    setLater(now)
    show(formOf(now.value))
  }

  return {
    /** Whether the form holds what is not saved; `blank` is that of something new. */
    isTyped: (form: Form, blank: Form) =>
      !isSame(form, base === undefined ? blank : formOf(base.value)),
    /** Whether it was done. */
    save: (asked: Asked) => save(asked, base),
    /** What somebody changed is shown before it goes. */
    remove,
    /** After one's own change: the form goes on from what is there now. */
    reopen: async () => take(await readVersioned<T>(path)),
    theirs: theirs && formOf(theirs.now.value),
    takeTheirs: () => theirs && take(theirs.now),
    keepMine: async () => theirs !== undefined && (await save(theirs.asked, theirs.now)),
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
