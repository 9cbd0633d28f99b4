/** A profile as its form holds it, and as Graph takes it. */
import type { DeploymentProfile } from 'taxiway-autopilot'
import type { Fields } from '../../look/changed-meanwhile.tsx'
import { texts } from '../../texts/texts.ts'
import { isHybrid } from './profiles-screen.tsx'

export type ProfileForm = {
  readonly displayName: string
  readonly description: string
  readonly hybrid: boolean
  readonly selfDeploying: boolean
  readonly administrator: boolean
  readonly locale: string
  readonly hideEula: boolean
  readonly hidePrivacy: boolean
  readonly skipKeyboard: boolean
  readonly hideEscape: boolean
  readonly preprovisioning: boolean
  readonly convert: boolean
  readonly template: string
}

export const newProfile: ProfileForm = {
  displayName: '',
  description: '',
  hybrid: false,
  selfDeploying: false,
  administrator: false,
  locale: '',
  hideEula: true,
  hidePrivacy: true,
  skipKeyboard: false,
  hideEscape: true,
  preprovisioning: false,
  convert: false,
  template: '',
}

export function formOf(profile: DeploymentProfile): ProfileForm {
  const oobe = profile.outOfBoxExperienceSetting
  const text = (value: string | null | undefined) => value ?? ''
  return {
    displayName: text(profile.displayName),
    description: text(profile.description),
    hybrid: isHybrid(profile),
    selfDeploying: oobe?.deviceUsageType === 'shared',
    administrator: oobe?.userType === 'administrator',
    locale: text(profile.locale),
    hideEula: oobe?.eulaHidden === true,
    hidePrivacy: oobe?.privacySettingsHidden === true,
    skipKeyboard: oobe?.keyboardSelectionPageSkipped === true,
    hideEscape: oobe?.escapeLinkHidden === true,
    preprovisioning: profile.preprovisioningAllowed === true,
    convert: profile.hardwareHashExtractionEnabled === true,
    template: text(profile.deviceNameTemplate),
  }
}

export function requestOf(form: ProfileForm): object {
  return {
    '@odata.type': `#microsoft.graph.${form.hybrid ? 'activeDirectory' : 'azureAD'}WindowsAutopilotDeploymentProfile`,
    displayName: form.displayName.trim(),
    description: form.description,
    locale: form.locale,
    deviceNameTemplate: form.template,
    preprovisioningAllowed: form.preprovisioning,
    hardwareHashExtractionEnabled: form.convert,
    outOfBoxExperienceSetting: {
      deviceUsageType: form.selfDeploying ? 'shared' : 'singleUser',
      userType: form.administrator ? 'administrator' : 'standard',
      eulaHidden: form.hideEula,
      privacySettingsHidden: form.hidePrivacy,
      keyboardSelectionPageSkipped: form.skipKeyboard,
      escapeLinkHidden: form.hideEscape,
    },
  }
}

const { profiles } = texts

/** As they are named on the page, for who compares two of them. */
export function fieldsOf(form: ProfileForm): Fields {
  return [
    [profiles.name, form.displayName],
    [profiles.description, form.description],
    [profiles.mode, form.selfDeploying ? profiles.selfDeploying : profiles.userDriven],
    [profiles.account, form.administrator ? profiles.administrator : profiles.standard],
    [profiles.language, form.locale],
    [profiles.eula, form.hideEula],
    [profiles.privacy, form.hidePrivacy],
    [profiles.keyboard, form.skipKeyboard],
    [profiles.escape, form.hideEscape],
    [profiles.preprovisioning, form.preprovisioning],
    [profiles.convert, form.convert],
    [profiles.template, form.template],
  ]
}
