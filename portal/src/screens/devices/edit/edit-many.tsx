/** Many devices at once: what to do with each field, a preview of what would change, and then the job. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { DeviceChange, DeviceSelection, Job, JobRow } from 'taxiway-autopilot/admin'
import { attempt } from '../../../act/run-act.ts'
import { countThatMatches, jobRows, startJob } from '../../../api/jobs.ts'
import { queryClient } from '../../../api/query-client.ts'
import { Pane } from '../../../look/pane.tsx'
import { texts } from '../../../texts/texts.ts'
import type { Chosen } from '../context.ts'
import { sayStarted } from '../say-started.ts'
import { ManyFields } from './many-fields.tsx'
import { changeOf, type Form, untouched } from './many-form.ts'
import { Preview } from './preview.tsx'

const { common, deviceEdit } = texts

export function EditMany({ chosen, onClose }: { chosen: Chosen; onClose: () => void }): ReactNode {
  const [form, setForm] = useState(untouched)
  const [selection, setSelection] = useState(chosen.selection)
  const [preview, setPreview] = useState<{ readonly job: Job; readonly rows: readonly JobRow[] }>()
  const [isBusy, setIsBusy] = useState(false)
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))
  const change = changeOf(form)
  const count = preview?.job.counts.asked ?? chosen.count

  async function look(): Promise<void> {
    if (change === undefined) return
    setIsBusy(true)
    await attempt(async () => {
      const job = await start(change, true)
      const { value } = await jobRows(job.id)
      setPreview({ job, rows: value })
    })
    setIsBusy(false)
  }

  /** A list that has grown or shrunk meanwhile is taken as it is now, and shown again before anything happens. */
  async function start(wanted: DeviceChange, dryRun: boolean): Promise<Job> {
    const request = (which: DeviceSelection) =>
      startJob({
        kind: 'update-devices',
        selection: which,
        change: wanted,
        ...(dryRun && { dryRun }),
      })
    try {
      return await request(selection)
    } catch (error) {
      const now = countThatMatches(error)
      if (now === undefined || 'ids' in selection) throw error
      const next = { ...selection, expectedCount: now }
      setSelection(next)
      setPreview(undefined)
      if (!dryRun) throw new Error(deviceEdit.countChanged(now))
      return await request(next)
    }
  }

  async function go(): Promise<void> {
    if (change === undefined) return
    setIsBusy(true)
    let job: Job | undefined
    const isStarted = await attempt(async () => {
      job = await start(change, false)
    })
    setIsBusy(false)
    if (!isStarted || job === undefined) return
    onClose()
    sayStarted(job)
    await queryClient.invalidateQueries({ queryKey: ['devices'] })
  }

  return (
    <Pane
      title={deviceEdit.titleMany(count)}
      isDirty={change !== undefined}
      onClose={onClose}
      onSubmit={() => void (preview === undefined ? look() : go())}
      footer={
        preview === undefined ? (
          <>
            <Button
              type="submit"
              form="pane"
              appearance="primary"
              disabled={change === undefined || isBusy}
            >
              {isBusy ? deviceEdit.previewing : deviceEdit.preview}
            </Button>
            <Button onClick={onClose}>{common.cancel}</Button>
          </>
        ) : (
          <>
            <Button
              type="submit"
              form="pane"
              appearance="primary"
              disabled={isBusy || preview.job.counts.changed === 0}
            >
              {deviceEdit.change(preview.job.counts.changed)}
            </Button>
            <Button onClick={() => setPreview(undefined)}>{deviceEdit.backToForm}</Button>
          </>
        )
      }
    >
      {preview === undefined ? (
        <ManyFields form={form} put={put} chosen={chosen} />
      ) : (
        <Preview job={preview.job} rows={preview.rows} />
      )}
    </Pane>
  )
}
