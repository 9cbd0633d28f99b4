/** Makes a code for one device, with its QR code, or the key of a webhook; both are shown once. */
import { Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { IntakeCodeView, NewIntakeCodeView } from 'taxiway-autopilot/admin'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { intake as words } from '../../texts/intake-texts.ts'
import { ShownOnce } from '../access/shown-once.tsx'

type Props = { readonly kind: IntakeCodeView['kind']; readonly onClose: () => void }

export function NewCodePane({ kind, onClose }: Props): ReactNode {
  const [label, setLabel] = useState('')
  const [tag, setTag] = useState('')
  const [made, setMade] = useState<NewIntakeCodeView>()

  async function make(): Promise<void> {
    await attempt(async () => {
      const body = {
        kind,
        ...(label.trim() !== '' && { label: label.trim() }),
        ...(tag.trim() !== '' && { groupTag: tag.trim() }),
      }
      setMade(await ask<NewIntakeCodeView>(`${admin}/intake-codes`, { method: 'POST', body }))
      await entitiesChanged()
    })
  }

  return (
    <Pane
      title={kind === 'once' ? words.newCode : words.newKey}
      isDirty={label !== '' && made === undefined}
      onClose={onClose}
      onSubmit={() => void make()}
      footer={<PaneFooter act={made === undefined && words.make} onClose={onClose} />}
    >
      {made === undefined ? (
        <>
          <Field label={words.label} hint={words.labelHint}>
            <Input value={label} maxLength={100} onChange={(_, { value }) => setLabel(value)} />
          </Field>
          {kind === 'once' && (
            <Field label={words.groupTag}>
              <Input value={tag} onChange={(_, { value }) => setTag(value)} />
            </Field>
          )}
        </>
      ) : (
        <Made of={made} />
      )}
    </Pane>
  )
}

function Made({ of }: { of: NewIntakeCodeView }): ReactNode {
  if (of.kind === 'key')
    return (
      <>
        <ShownOnce title={words.keyTitle} text={words.keyText} secret={of.code} />
        <code className="code">{of.url}</code>
      </>
    )
  return (
    <>
      <ShownOnce title={words.codeTitle} text={words.codeText} secret={of.code} />
      <p>{words.scan}</p>
      <code className="code">{of.command}</code>
      <QrCode rows={of.qr} />
    </>
  )
}

function QrCode({ rows }: { rows: readonly string[] }): ReactNode {
  const dark = rows.flatMap((row, y) =>
    [...row].flatMap((module, x) => (module === '1' ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return (
    <svg
      role="img"
      aria-label={words.qr}
      width="240"
      height="240"
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path fill="#000" d={dark.join('')} />
    </svg>
  )
}
