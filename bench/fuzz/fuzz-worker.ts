/** One thread of `npm run fuzz`: takes one order, answers with its result. */
import { parentPort, workerData } from 'node:worker_threads'
import { fuzzHashes } from './fuzz-hashes.ts'

parentPort?.postMessage(fuzzHashes(workerData))
