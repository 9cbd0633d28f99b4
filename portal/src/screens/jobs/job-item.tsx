/** One job: how far it is, what came of it, and the ways back. */
import { Button } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Job } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { actOnJob, isRunning, jobFile, jobRows, jobsKey } from '../../api/jobs.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { Actor } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Progress } from '../../look/progress.tsx'
import { saveFile } from '../../look/save-file.ts'
import { Loaded } from '../../look/states.tsx'
import { dayOf, Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

export function JobItem({ job }: { job: Job }): ReactNode {
  const { counts } = job
  const done = counts.changed + counts.unchanged + counts.refused + counts.missing
  return (
    <li className="card job">
      <div className="row firsts">
        <strong className="grow">
          <OutsideText text={job.label} />
        </strong>
        <span className="quiet small">{texts.jobs.states[job.state] ?? job.state}</span>
      </div>
      <div className="quiet small">
        <Time at={job.createdAt} /> <Actor name={job.by} />
      </div>
      {isRunning(job) && <Progress part={done} all={counts.asked} name={job.label} />}
      <div className="small">{summaryOf(job, done)}</div>
      <JobActs job={job} />
      {counts.refused > 0 && !isRunning(job) && <Refused id={job.id} all={counts.refused} />}
    </li>
  )
}

function summaryOf(job: Job, done: number): string {
  const { asked, refused, unchanged, missing } = job.counts
  return [
    texts.jobs.progress(done, asked),
    ...(refused > 0 ? [texts.jobs.failed(refused)] : []),
    ...(unchanged > 0 ? [texts.jobs.already(unchanged)] : []),
    ...(missing > 0 ? [texts.jobs.gone(missing)] : []),
    ...(isRunning(job) ? timeLeft(job, done) : []),
  ].join(' · ')
}

function timeLeft({ createdAt, counts }: Job, done: number): string[] {
  const seconds = (Date.now() - new Date(createdAt).getTime()) / 1000
  if (done === 0 || seconds < 2) return []
  return [texts.jobs.left(Math.max(1, Math.round(((counts.asked - done) * seconds) / done)))]
}

/** What ending a job of each kind takes, as the server asks for it. */
const toCancel: Readonly<Record<string, string>> = {
  'update-devices': 'devices.update',
  'restore-devices': 'devices.update',
  'delete-devices': 'devices.delete',
  'export-devices': 'devices.read',
}

function JobActs({ job }: { job: Job }): ReactNode {
  const may = useMay()
  const isUndoable =
    job.undoUntil !== null && !isRunning(job) && new Date(job.undoUntil) > new Date()
  return (
    <div className="row wrap">
      {isRunning(job) && may(toCancel[job.kind] ?? 'devices.update') && (
        <Button size="small" onClick={() => void act(job.id, 'cancel', texts.jobs.cancelled)}>
          {texts.jobs.cancel}
        </Button>
      )}
      {isUndoable && may('devices.update') && (
        <Button
          size="small"
          title={texts.jobs.undoUntil(dayOf(job.undoUntil ?? ''))}
          onClick={() => void act(job.id, 'undo', texts.jobs.undone)}
        >
          {texts.jobs.undo}
        </Button>
      )}
      {job.resultUrl !== null && job.state === 'done' && (
        <>
          <Button size="small" onClick={() => void download(job, 'csv')}>
            {texts.jobs.downloadCsv}
          </Button>
          <Button size="small" onClick={() => void download(job, 'jsonl')}>
            {texts.jobs.downloadJson}
          </Button>
        </>
      )}
    </div>
  )
}

async function act(id: string, what: 'cancel' | 'undo', said: string): Promise<void> {
  if (!(await attempt(() => actOnJob(id, what)))) return
  notify({ text: said, intent: 'info' })
  await queryClient.invalidateQueries({ queryKey: ['devices'] })
}

async function download({ id, kind }: Job, format: 'csv' | 'jsonl'): Promise<void> {
  await attempt(async () =>
    saveFile(`${kind}-${id.slice(0, 8)}.${format}`, await jobFile(id, format)),
  )
}

function Refused({ id, all }: { id: string; all: number }): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const rows = useQuery({
    queryKey: [...jobsKey, id, 'refused'],
    queryFn: () => jobRows(id, 'refused'),
    enabled: isOpen,
  })
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="small">{texts.jobs.refusedRows}</summary>
      {isOpen && (
        <Loaded query={rows}>
          {({ value }) => (
            <ul className="plain small">
              {value.map((row) => (
                <li key={row.deviceId}>
                  <OutsideText text={row.serialNumber} /> – <OutsideText text={row.reason} />
                </li>
              ))}
              {all > value.length && <li>{texts.jobs.otherRows(all - value.length)}</li>}
            </ul>
          )}
        </Loaded>
      )}
    </details>
  )
}
