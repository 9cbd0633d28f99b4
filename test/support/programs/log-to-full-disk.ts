/** Logs while its log (standard error, a file that may not grow) has no room, and once more when it has. */
import { ftruncateSync } from 'node:fs'
import { openLog } from '../../../src/host/log.ts'

const [format, limit = ''] = process.argv.slice(2)
const log = await openLog({ logLevel: 'info', logFormat: format === 'pretty' ? 'pretty' : 'json' })
ftruncateSync(2, Number(limit))
for (let line = 0; line < 20_000; line++) log.info({ line }, 'x'.repeat(1_000))
ftruncateSync(2, 0)
log.info('there is room again')
