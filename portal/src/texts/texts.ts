/** Every word of the portal, by the place where it stands. */
import { access, audit, me, settings } from './access-texts.ts'
import { ages, common, grid } from './common-texts.ts'
import { bench, devicePage } from './device-page-texts.ts'
import {
  deviceActs,
  deviceDelete,
  deviceEdit,
  deviceFields,
  deviceList,
  enrollmentState,
  profileStatus,
} from './device-texts.ts'
import { importing, imports } from './import-texts.ts'
import { jobs } from './job-texts.ts'
import { transfers, webhooks } from './lifecycle-texts.ts'
import { overview } from './overview-texts.ts'
import { consentPage, customers, partnerKinds, partners, scopeWords } from './partner-texts.ts'
import { approvals, deletedDevices } from './removal-texts.ts'
import { associations, conflicts, groups, identifiers, profiles } from './screen-texts.ts'
import { keys, landing, nav, shell } from './shell-texts.ts'

export const texts = {
  access,
  ages,
  approvals,
  associations,
  audit,
  bench,
  common,
  consentPage,
  conflicts,
  customers,
  deletedDevices,
  deviceActs,
  deviceDelete,
  deviceEdit,
  deviceFields,
  deviceList,
  devicePage,
  enrollmentState,
  grid,
  groups,
  identifiers,
  importing,
  imports,
  jobs,
  keys,
  landing,
  me,
  nav,
  overview,
  partnerKinds,
  partners,
  profiles,
  profileStatus,
  scopeWords,
  settings,
  shell,
  transfers,
  webhooks,
} as const
