/** Uploads a file for Partner Center, after the checks that the server makes too. */

import { Button, Field, Input } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { PartnerUploadAccepted } from 'taxiway-autopilot/admin'
import { checkDeviceCsv, type Finding, readText } from 'taxiway-device-csv'
import { useLocation } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { pathOfCustomer } from '../../api/customers.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { ChooseFile } from '../../look/choose-file.tsx'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { customers } from '../../texts/partner-texts.ts'

/** More would not be read by anybody. */
const maxShown = 20

type Checked = {
  readonly name: string
  readonly text: string
  readonly rows: number
  readonly faults: readonly Finding[]
}

type UploadFormProps = { readonly customer: string; readonly batches: readonly string[] }

export function UploadForm({ customer, batches }: UploadFormProps): ReactNode {
  const [, navigate] = useLocation()
  const [file, setFile] = useState<Checked>()
  const [batch, setBatch] = useState('')
  const known = useId()
  const isRight = file !== undefined && file.faults.length === 0 && batch.trim() !== ''

  async function choose(chosen: File): Promise<void> {
    const bytes = new Uint8Array(await chosen.arrayBuffer())
    const { rows, findings } = checkDeviceCsv(bytes, { profile: 'partner-center' })
    const faults = findings.filter(({ severity }) => severity === 'error')
    setFile({ name: chosen.name, text: readText(bytes), rows, faults })
  }

  async function upload(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!isRight) return
    await attempt(async () => {
      const body = { batchId: batch.trim(), file: file.text }
      const path = `${pathOfCustomer(customer)}/uploads`
      const { jobId } = await ask<PartnerUploadAccepted>(path, { method: 'POST', body })
      await entitiesChanged()
      navigate(`/customers/${customer}/uploads/${jobId}`)
    })
  }

  return (
    <form className="card form" onSubmit={(event) => void upload(event)}>
      <h2>{customers.upload}</h2>
      <p className="quiet">{customers.uploadHint}</p>
      <div className="row wrap">
        <ChooseFile
          label={customers.choose}
          accept=".csv,text/csv"
          onFile={(chosen) => void choose(chosen)}
        />
        {file !== undefined && <OutsideText text={file.name} />}
      </div>
      {file !== undefined && file.faults.length > 0 && <Faults of={file.faults} />}
      <Field label={customers.batch} required hint={customers.batchHint}>
        <Input
          value={batch}
          maxLength={100}
          input={{ list: known }}
          onChange={(_, { value }) => setBatch(value)}
        />
      </Field>
      <datalist id={known}>
        {batches.map((each) => (
          <option key={each} value={visible(each)} />
        ))}
      </datalist>
      <div>
        <Button type="submit" appearance="primary" disabled={!isRight}>
          {customers.send(file?.rows ?? 0)}
        </Button>
      </div>
    </form>
  )
}

function Faults({ of }: { of: readonly Finding[] }): ReactNode {
  return (
    <div role="alert">
      <strong>{customers.faults(of.length)}</strong>
      <ul className="plain">
        {of.slice(0, maxShown).map(({ line, column, code, message, fix }) => (
          <li key={`${line} ${column} ${code}`}>
            {customers.faultLine(line)}: {visible(message)} <span className="quiet">{fix}</span>
          </li>
        ))}
        {of.length > maxShown && <li>{customers.moreFaults(of.length - maxShown)}</li>}
      </ul>
    </div>
  )
}
