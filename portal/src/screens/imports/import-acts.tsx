/** What can be done with an import: another try, and files of what became of it. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { explainRefusal } from 'taxiway-autopilot'
import type { Import } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { allReceipts, importsKey, retryImport } from '../../api/imports.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { csvLine } from '../../look/csv-line.ts'
import { saveFile } from '../../look/save-file.ts'
import { texts } from '../../texts/texts.ts'

const { imports } = texts

export function ImportActs({ of }: { of: Import }): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const { importId, error, byError } = of

  async function retry(): Promise<void> {
    await attempt(async () => {
      const again = await retryImport(
        importId,
        byError.map(({ name }) => name),
      )
      notify({ text: imports.retried, intent: 'info' })
      await queryClient.invalidateQueries({ queryKey: importsKey })
      navigate(`/imports/${encodeURIComponent(again.importId)}`)
    })
  }

  return (
    <div className="row wrap no-print">
      {error > 0 && may('devices.import') && (
        <Button appearance="primary" onClick={() => void retry()}>
          {imports.retry(error)}
        </Button>
      )}
      {error > 0 && (
        <Button onClick={() => void attempt(() => saveFailed(of))}>{imports.download}</Button>
      )}
      <Button onClick={() => void attempt(() => saveReceipt(of))}>{imports.receipt}</Button>
      <Button appearance="subtle" onClick={() => print()}>
        {imports.print}
      </Button>
      {may('devices.import') && (
        <Button appearance="subtle" onClick={() => navigate('/import')}>
          {imports.newer}
        </Button>
      )}
    </div>
  )
}

async function saveFailed({ importId }: Import): Promise<void> {
  const receipts = await allReceipts(importId, 'state=error')
  const { rows } = imports
  const lines = [
    csvLine([rows.file, rows.line, rows.serial, rows.state, rows.meaning]),
    ...receipts.map((each) =>
      csvLine([
        each.file ?? '',
        String(each.line ?? ''),
        each.serialNumber,
        each.errorName ?? '',
        explainRefusal(each.errorName ?? '').meaning,
      ]),
    ),
  ]
  saveFile(`failed-${importId.slice(0, 8)}.csv`, new Blob(lines, { type: 'text/csv' }))
}

async function saveReceipt(of: Import): Promise<void> {
  const receipt = { ...of, receipts: await allReceipts(of.importId, '') }
  const text = JSON.stringify(receipt, undefined, 2)
  saveFile(
    `receipt-${of.importId.slice(0, 8)}.json`,
    new Blob([text], { type: 'application/json' }),
  )
}
