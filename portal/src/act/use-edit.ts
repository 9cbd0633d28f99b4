/** An edit of one thing, which overwrites nobody unseen: only what the person touched is saved, and who was faster is shown beside it. */
import { useRef, useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import type { Place, Versioned } from '../api/versions.ts'
import { texts } from '../texts/texts.ts'
import { notify } from './notify.tsx'
import { Overtaken } from './overtaken.ts'
import { attempt } from './run-act.ts'
import { differenceOf, isSame, mergedOf } from './three-way.ts'

export type Edit<T, Form extends object> = {
  readonly place: Place<T>
  /** As it was first read; undefined while it is not here yet. */
  readonly first: Versioned<T> | undefined
  /** What the person sees and edits of it. */
  readonly formOf: (value: T) => Form
  /** As it is now on the screen. */
  readonly form: Form
  /** That of something new. */
  readonly blank?: Form
  /** The form as the place takes it. */
  readonly requestOf: (form: Form) => object
  /** Puts what is there now into the form. */
  readonly show: (form: Form) => void
  /** The form holds nothing typed: it always shows what was read last. */
  readonly isLive?: boolean
}

/** Both values of each field: what would be saved, and what is there. */
export type Meeting<Form> = { readonly before: Form; readonly mine: Form; readonly theirs: Form }

export function useEdit<T, Form extends object>(given: Edit<T, Form>) {
  const { place, first, formOf, form, blank, requestOf, show, isLive = false } = given
  const [later, setLater] = useState<Versioned<T>>()
  const [opened] = useState(first)
  const [theirs, setTheirs] = useState<{ now: Versioned<T>; part: Partial<Form> | undefined }>()
  const base = isLive ? first : (later ?? opened ?? first)
  const latest = useRef(form)
  latest.current = form
  const sent = useRef(form)

  /** `part` alone, or everything that was typed. */
  function mineOf(before: Form, part: Partial<Form> | undefined): Form {
    return part === undefined ? latest.current : { ...before, ...part }
  }

  /** What is there now, if it is not as `seen` in a way that the person sees. */
  async function write(
    mine: Form,
    before: Form,
    seen: Versioned<T>,
  ): Promise<Versioned<T> | undefined> {
    const there = formOf(seen.value)
    const wanted = requestOf(mergedOf(mine, before, there))
    const body = place.isWhole === true ? wanted : differenceOf(wanted, requestOf(there))
    if (Object.keys(body).length === 0) return undefined
    const now = await overtaken(async () => {
      const warning = await place.write(body, seen.version)
      if (warning !== undefined) notify({ text: warning, intent: 'warning' })
    })
    if (now === undefined || !isSame(formOf(now.value), there)) {
      // Done, though the answer to it was lost.
      return now !== undefined && isSame(requestOf(formOf(now.value)), wanted) ? undefined : now
    }
    return write(mine, before, now)
  }

  async function overtaken(work: () => Promise<unknown>): Promise<Versioned<T> | undefined> {
    try {
      await work()
      return undefined
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) return place.read()
      throw error
    }
  }

  function save(part?: Partial<Form>, seen?: Versioned<T>): Promise<boolean> {
    return attempt(async () => {
      const from = base ?? (await place.read())
      const before = formOf(from.value)
      const mine = mineOf(before, part)
      sent.current = mine
      const now = await write(mine, before, seen ?? from)
      setTheirs(now && { now, part })
      if (now !== undefined) throw new Overtaken()
    })
  }

  async function removed(seen: Versioned<T>): Promise<Versioned<T> | undefined> {
    const now = await overtaken(async () => place.remove?.(seen.version))
    if (now === undefined || !isSame(formOf(now.value), formOf(seen.value))) return now
    return removed(now)
  }

  function remove(): Promise<boolean> {
    return attempt(async () => {
      const now = await removed(base ?? (await place.read()))
      if (now === undefined) return
      take(now, formOf(now.value))
      throw new Error(texts.common.changedBeforeDelete)
    })
  }

  function take(now: Versioned<T>, shown: Form): void {
    setTheirs(undefined)
    setLater(now)
    show(shown)
  }

  function meeting(): Meeting<Form> | undefined {
    if (theirs === undefined || base === undefined) return undefined
    const before = formOf(base.value)
    const there = formOf(theirs.now.value)
    return { before, mine: mergedOf(mineOf(before, theirs.part), before, there), theirs: there }
  }

  const untouched = base === undefined ? blank : formOf(base.value)
  return {
    /** Whether the form holds what is not saved. */
    isTyped: untouched !== undefined && !isSame(requestOf(form), requestOf(untouched)),
    /** What the form started from. */
    base: base?.value,
    /** Saves all that was typed; whether it was done. */
    save: () => save(),
    /** Saves this at once and nothing else. */
    put: (part: Partial<Form>) => save(part),
    /** What somebody changed is shown before it goes. */
    remove,
    /** After one's own change: the form goes on from what is there now, with what was typed since. */
    reopen: async () => {
      const now = await place.read()
      take(now, mergedOf(latest.current, sent.current, formOf(now.value)))
    },
    meeting: meeting(),
    takeTheirs: () => theirs && take(theirs.now, formOf(theirs.now.value)),
    keepMine: async () => theirs !== undefined && (await save(theirs.part, theirs.now)),
  }
}
