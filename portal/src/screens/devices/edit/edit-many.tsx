/** Many devices at once: what to do with each field, a preview of what would change, and then the job. */
import { Button, Field, Input, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { DeviceChange, DeviceSelection, Job, JobRow } from 'taxiway-autopilot/admin'
import { notify } from '../../../act/notify.tsx'
import { attempt } from '../../../act/run-act.ts'
import { actOnJob, countThatMatches, jobRows, jobsKey, startJob } from '../../../api/jobs.ts'
import { queryClient } from '../../../api/query-client.ts'
import { Pane } from '../../../look/pane.tsx'
import { texts } from '../../../texts/texts.ts'
import type { Chosen } from '../context.ts'
import { nameFrom } from './name-rules.ts'
import { Preview } from './preview.tsx'
import { TagField } from './tag-field.tsx'
import { UserField } from './user-field.tsx'

const { common, deviceEdit, deviceFields } = texts

const tagWays = ['leave', 'replace', 'prepend', 'append', 'clear'] as const
const userWays = ['leave', 'replace', 'clear'] as const
const nameWays = ['leave', 'replace'] as const
type Way = (typeof tagWays)[number]

type Form = {
  readonly tagWay: Way
  readonly tag: string
  readonly userWay: Way
  readonly user: string
  readonly nameWay: Way
  readonly template: string
}

const untouched: Form = {
  tagWay: 'leave',
  tag: '',
  userWay: 'leave',
  user: '',
  nameWay: 'leave',
  template: '',
}

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
    const { id } = job
    onClose()
    notify({
      text: deviceEdit.started(count),
      action: { label: common.undo, run: () => void attempt(() => actOnJob(id, 'undo')) },
    })
    await queryClient.invalidateQueries({ queryKey: jobsKey })
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
        <Fields form={form} put={put} chosen={chosen} />
      ) : (
        <Preview job={preview.job} rows={preview.rows} />
      )}
    </Pane>
  )
}

type FieldsProps = {
  readonly form: Form
  readonly put: (part: Partial<Form>) => void
  readonly chosen: Chosen
}

function Fields({ form, put, chosen }: FieldsProps): ReactNode {
  return (
    <>
      <Choice
        field={deviceFields.groupTag}
        ways={tagWays}
        way={form.tagWay}
        onWay={(tagWay) => put({ tagWay })}
      />
      {takesText(form.tagWay) && (
        <TagField
          label={deviceEdit.fieldAndWay(deviceFields.groupTag, deviceEdit[form.tagWay])}
          value={form.tag}
          onChange={(tag) => put({ tag })}
        />
      )}
      <Choice
        field={deviceFields.userPrincipalName}
        ways={userWays}
        way={form.userWay}
        onWay={(userWay) => put({ userWay })}
      />
      {form.userWay === 'replace' && (
        <UserField
          label={deviceEdit.fieldAndWay(deviceFields.userPrincipalName, deviceEdit.replace)}
          value={form.user}
          onChange={(user) => put({ user })}
        />
      )}
      <Choice
        field={deviceFields.displayName}
        ways={nameWays}
        way={form.nameWay}
        onWay={(nameWay) => put({ nameWay })}
      />
      {form.nameWay === 'replace' && (
        <Field label={deviceEdit.template} hint={hintOf(form.template, chosen)}>
          <Input value={form.template} onChange={(_, { value }) => put({ template: value })} />
        </Field>
      )}
    </>
  )
}

function takesText(way: Way): way is 'replace' | 'prepend' | 'append' {
  return way === 'replace' || way === 'prepend' || way === 'append'
}

function hintOf(template: string, { seen }: Chosen): string {
  const names = seen.slice(0, 5).map(({ serialNumber }) => nameFrom(template, serialNumber))
  if (template === '' || names.length === 0) return deviceEdit.templateHint
  return deviceEdit.examples(names.join(', '))
}

type ChoiceProps = {
  readonly field: string
  readonly ways: readonly Way[]
  readonly way: Way
  readonly onWay: (way: Way) => void
}

function Choice({ field, ways, way, onWay }: ChoiceProps): ReactNode {
  return (
    <Field label={field}>
      <Select
        value={way}
        aria-label={deviceEdit.how(field)}
        onChange={(_, { value }) => onWay(value as Way)}
      >
        {ways.map((each) => (
          <option key={each} value={each}>
            {deviceEdit[each]}
          </option>
        ))}
      </Select>
    </Field>
  )
}

/** Undefined while nothing would change. */
function changeOf(form: Form): DeviceChange | undefined {
  const change: DeviceChange = {
    ...tagChange(form),
    ...(form.userWay === 'clear' && { userPrincipalName: { clear: true } }),
    ...(form.userWay === 'replace' &&
      form.user !== '' && { userPrincipalName: { set: form.user.trim() } }),
    ...(form.nameWay === 'replace' &&
      form.template !== '' && { displayName: { template: form.template } }),
  }
  return Object.keys(change).length === 0 ? undefined : change
}

function tagChange({ tagWay, tag }: Form): Pick<DeviceChange, 'groupTag'> {
  if (tagWay === 'clear') return { groupTag: { clear: true } }
  if (!takesText(tagWay) || tag === '') return {}
  if (tagWay === 'prepend') return { groupTag: { prepend: tag } }
  return { groupTag: tagWay === 'append' ? { append: tag } : { set: tag } }
}
