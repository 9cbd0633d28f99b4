/** One profile: its settings, what they do to the person at the first start, and whom it reaches. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { DeploymentProfile } from 'taxiway-autopilot'
import { useLocation, useParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useUnsaved } from '../../act/unsaved.ts'
import { useEdit } from '../../act/use-edit.ts'
import { ask, askForFile } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { profilesPath } from '../../api/profiles.ts'
import { placeAt, useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed } from '../../look/changed-meanwhile.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { Page } from '../../look/page.tsx'
import { saveFile } from '../../look/save-file.ts'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { Assignments } from './assignments.tsx'
import { FirstStart } from './first-start.tsx'
import { faultOfTemplate, NameTemplate } from './name-template.tsx'
import { Basics, Experience } from './profile-fields.tsx'
import { fieldsOf, formOf, newProfile, type ProfileForm, requestOf } from './profile-form.ts'

const { profiles, common } = texts

export function ProfileScreen(): ReactNode {
  const { id = '' } = useParams()
  const isNew = id === 'new'
  const profile = useVersioned<DeploymentProfile>(`${profilesPath}/${id}`, !isNew)
  if (isNew) return <ProfilePage id={undefined} read={undefined} />
  return <Loaded query={profile}>{(data) => <ProfilePage key={id} id={id} read={data} />}</Loaded>
}

type Read = Versioned<DeploymentProfile>

function ProfilePage({ id, read }: { id: string | undefined; read: Read | undefined }): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const [form, setForm] = useState(() => (read === undefined ? newProfile : formOf(read.value)))
  const [asks, setAsks] = useState(false)
  const put = (part: Partial<ProfileForm>) => setForm((before) => ({ ...before, ...part }))
  const fault = faultOfTemplate(form.template)
  const isReadOnly = !may(id === undefined ? 'profiles.create' : 'profiles.update')

  const path = `${profilesPath}/${id}`
  const edit = useEdit({
    place: placeAt<DeploymentProfile>(path),
    first: read,
    formOf,
    form,
    blank: newProfile,
    requestOf,
    show: setForm,
  })
  useUnsaved(!isReadOnly && edit.isTyped)

  async function create(): Promise<void> {
    await attempt(async () => {
      const made = await ask<{ id: string }>(profilesPath, {
        method: 'POST',
        body: requestOf(form),
      })
      notify({ text: profiles.saved })
      await entitiesChanged()
      navigate(`/profiles/${made.id}`)
    })
  }

  async function saved(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: profiles.saved })
    await edit.reopen()
  }

  async function save(): Promise<void> {
    if (id === undefined) return create()
    await saved(await edit.save())
  }

  async function download(): Promise<void> {
    await attempt(async () =>
      saveFile(
        'AutopilotConfigurationFile.json',
        await askForFile(`${path}/autopilotConfigurationFile`),
      ),
    )
  }

  async function remove(): Promise<void> {
    if (!(await edit.remove())) return
    notify({ text: profiles.deleted })
    navigate('/profiles')
  }

  return (
    <Page
      title={form.displayName === '' ? profiles.new : form.displayName}
      aside={
        <div className="row wrap">
          {!isReadOnly && (
            <Button
              appearance="primary"
              disabled={form.displayName.trim() === '' || fault !== undefined}
              onClick={() => void save()}
            >
              {common.save}
            </Button>
          )}
          {id !== undefined && (
            <Button title={profiles.downloadHint} onClick={() => void download()}>
              {profiles.download}
            </Button>
          )}
          {id !== undefined && may('profiles.delete') && (
            <Button onClick={() => setAsks(true)}>{profiles.delete}</Button>
          )}
        </div>
      }
    >
      {isReadOnly && <p className="bar">{common.readOnly}</p>}
      {edit.meeting !== undefined && (
        <Changed
          of={edit.meeting}
          fieldsOf={fieldsOf}
          onMine={() => void edit.keepMine().then(saved)}
          onTheirs={edit.takeTheirs}
        />
      )}
      <div className="two-thirds">
        <fieldset disabled={isReadOnly} className="stack plain-set">
          <Basics form={form} put={put} isNew={id === undefined} />
          <Experience form={form} put={put} />
          <NameTemplate
            profileId={id}
            template={form.template}
            onChange={(template) => put({ template })}
          />
        </fieldset>
        <div className="stack">
          <FirstStart form={form} />
          {id !== undefined && <Assignments id={id} />}
        </div>
      </div>
      {asks && (
        <Confirm
          title={profiles.deleteTitle(form.displayName)}
          text={profiles.deleteText}
          act={profiles.delete}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove()}
        />
      )}
    </Page>
  )
}
