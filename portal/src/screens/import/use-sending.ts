/** Sends what was checked in as few pieces as the server takes; what is not acknowledged outlives the page. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { importsKey, sendImport } from '../../api/imports.ts'
import { useMe } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { texts } from '../../texts/texts.ts'
import { forgetPiece, keepPiece, type Piece, pieceOf, type Unsent, unsentOf } from '../../unsent.ts'
import type { Checker } from './checker.ts'
import type { CheckedFile, Overrides } from './worker-messages.ts'

const { importing } = texts

type Checked = { readonly files: readonly CheckedFile[]; readonly good: number }
type Counted = { readonly sent: number; readonly all: number }

export function useSending(
  checker: { readonly current: Checker | undefined },
  { files, good }: Checked,
  overrides: Overrides,
) {
  const { data: me } = useMe()
  const [, navigate] = useLocation()
  const [sending, setSending] = useState<Counted>()
  const [left, setLeft] = useState<readonly Unsent[]>([])
  const key = useRef({ of: '', value: '' })
  const owner = me === undefined ? undefined : `${me.tenant.id} ${me.user.id}`
  const most = me?.server.maxImportRows ?? 5_000
  const look = useCallback(async () => {
    if (owner !== undefined) setLeft(await unsentOf(owner))
  }, [owner])
  useEffect(() => void look(), [look])
  useWarning(sending !== undefined)

  /** Each piece is kept before the first is sent; without a place to keep them they are sent from memory. */
  async function pieces(): Promise<readonly (Unsent & { readonly piece?: Piece })[]> {
    const used = files.filter((file) => file.good > 0)
    const label = importing.label(used[0]?.name ?? '', used.length - 1).slice(0, 256)
    // What is sent otherwise is another import, even if the one before came to nothing.
    const of = JSON.stringify([used.map(({ id, good: n }) => [id, n]), overrides])
    if (key.current.of !== of) key.current = { of, value: crypto.randomUUID() }
    const made: (Unsent & { readonly piece?: Piece })[] = []
    for (let from = 0; from < good; from += most) {
      const said = await checker.current?.ask({ kind: 'rows', from, to: from + most, overrides })
      if (said?.kind !== 'rows') return []
      const { rows } = said
      const own = `${key.current.value}-${from}`
      const piece = { key: own, owner: owner ?? '', label, rows, at: Date.now() }
      const isKept = await keepPiece(piece).then(
        () => true,
        () => false,
      )
      made.push({ key: own, label, count: rows.length, ...(!isKept && { piece }) })
    }
    return made
  }

  async function sendAll(
    list: () => Promise<readonly (Unsent & { readonly piece?: Piece })[]>,
    all: number,
  ): Promise<void> {
    setSending({ sent: 0, all })
    const made: string[] = []
    const isDone = await attempt(async () => {
      for (const each of await list()) {
        const piece = each.piece ?? (await pieceOf(each.key))
        if (piece !== undefined) {
          made.push((await sendImport(piece.label, piece.rows, piece.key)).importId)
          await forgetPiece(piece.key).catch(() => undefined)
        }
        setSending((before) => before && { ...before, sent: before.sent + each.count })
      }
    })
    setSending(undefined)
    await look()
    const [first] = made
    if (first !== undefined) void queryClient.invalidateQueries({ queryKey: importsKey })
    if (!isDone || first === undefined) return
    key.current = { of: '', value: '' }
    navigate(made.length > 1 ? '/imports' : `/imports/${encodeURIComponent(first)}`)
  }

  return {
    sending,
    /** From before: a page that was closed, or a piece that could not be sent. */
    left,
    send: () => sendAll(pieces, good),
    sendLeft: () =>
      sendAll(
        () => Promise.resolve(left),
        left.reduce((sum, { count }) => sum + count, 0),
      ),
    async forgetLeft(): Promise<void> {
      for (const each of left) await forgetPiece(each.key)
      await look()
    },
  }
}

/** The browser asks before it closes the page. */
function useWarning(isSending: boolean): void {
  useEffect(() => {
    if (!isSending) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isSending])
}
