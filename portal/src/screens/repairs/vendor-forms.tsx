/** Diagnostics, the claim, and what its vendor says. */
import { Button, Field, Input, Select, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { RepairClaim } from 'taxiway-autopilot/admin'
import { repairs as words } from '../../texts/repair-texts.ts'
import type { FormProps } from './form-props.ts'

export function DiagnosticsForm({ send }: FormProps): ReactNode {
  const [tool, setTool] = useState('')
  const [code, setCode] = useState('')
  const [result, setResult] = useState('failed')
  const one = { tool: tool.trim(), code: code.trim() || null, result }
  return (
    <div className="stack">
      <Field label={words.tool}>
        <Input value={tool} onChange={(_, { value }) => setTool(value)} />
      </Field>
      <Field label={words.code}>
        <Input value={code} onChange={(_, { value }) => setCode(value)} />
      </Field>
      <Field label={words.result}>
        <Select value={result} onChange={(_, { value }) => setResult(value)}>
          {Object.entries(words.results).map(([key, title]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <div>
        <Button
          appearance="primary"
          disabled={tool.trim() === ''}
          onClick={() => void send('diagnostics', { diagnostics: [one] })}
        >
          {words.addDiagnostics}
        </Button>
      </div>
    </div>
  )
}

export function SubmitForm({ of, send }: FormProps): ReactNode {
  const [vendor, setVendor] = useState(of.vendor?.name ?? '')
  const [reference, setReference] = useState(of.vendor?.reference ?? '')
  const [board, setBoard] = useState('')
  const [note, setNote] = useState(of.troubleshootingNote ?? '')
  const claim: RepairClaim = {
    vendor: vendor.trim(),
    vendorReference: reference.trim() || null,
    parts: board.trim() === '' ? [] : [{ number: board.trim(), isBoard: true }],
    troubleshootingNote: note.trim() || null,
  }
  return (
    <div className="stack">
      <Field label={words.vendor}>
        <Input value={vendor} onChange={(_, { value }) => setVendor(value)} />
      </Field>
      <Field label={words.reference}>
        <Input value={reference} onChange={(_, { value }) => setReference(value)} />
      </Field>
      <Field label={words.board}>
        <Input value={board} onChange={(_, { value }) => setBoard(value)} />
      </Field>
      <Field label={words.note}>
        <Textarea value={note} maxLength={1_000} onChange={(_, { value }) => setNote(value)} />
      </Field>
      <div>
        <Button
          appearance="primary"
          disabled={claim.vendor === ''}
          onClick={() => void send('submit', claim)}
        >
          {words.submit}
        </Button>
      </div>
    </div>
  )
}

/** Before it is away the vendor accepts or denies; then it ships. */
export function VendorForm({ of, send }: FormProps): ReactNode {
  const [reason, setReason] = useState('')
  const isAway = !of.acts.includes('release-device')
  if (isAway)
    return (
      <div>
        <Button onClick={() => void send('vendor-status', { status: 'inRepair' })}>
          {words.shipped}
        </Button>
      </div>
    )
  return (
    <div className="stack">
      {of.state === 'submitted' && (
        <div>
          <Button onClick={() => void send('vendor-status', { status: 'accepted' })}>
            {words.accept}
          </Button>
        </div>
      )}
      <Field label={words.reason}>
        <Input value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <div>
        <Button
          disabled={reason.trim() === ''}
          onClick={() => void send('vendor-status', { status: 'denied', reason: reason.trim() })}
        >
          {words.deny}
        </Button>
      </div>
    </div>
  )
}
