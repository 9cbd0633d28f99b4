/**
 * Words of the portal, by the noun that they are about. Those of screens that few people open are imported by these screens
 * alone (`dispute-texts.ts`, `partner-texts.ts`), and loaded with them.
 */
import { audit } from './audit-texts.ts'
import { ages, common, grid } from './common-texts.ts'
import { conflicts } from './conflict-texts.ts'
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
import {
  associations,
  enrollmentSettings,
  enrollments,
  enrollmentTokens,
} from './enrollment-texts.ts'
import { groups } from './group-texts.ts'
import { identifiers } from './identifier-texts.ts'
import { importing, imports } from './import-texts.ts'
import { jobs } from './job-texts.ts'
import { me } from './me-texts.ts'
import { overview } from './overview-texts.ts'
import { profiles } from './profile-texts.ts'
import { approvals, deletedDevices, removals } from './removal-texts.ts'
import { settings } from './settings-texts.ts'
import { keys, landing, nav, shell } from './shell-texts.ts'

export const texts = {
  ages,
  approvals,
  associations,
  audit,
  bench,
  common,
  conflicts,
  deletedDevices,
  deviceActs,
  deviceDelete,
  deviceEdit,
  deviceFields,
  deviceList,
  devicePage,
  enrollmentSettings,
  enrollmentState,
  enrollmentTokens,
  enrollments,
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
  profiles,
  profileStatus,
  removals,
  settings,
  shell,
} as const
