import { mutantsOf } from "./support/mutant.ts"

const ROUNDS = "test/jobs/reaper_rounds.test.ts"
const HEARTBEAT = "test/ai_engine/heartbeat.test.ts"

export const MUTANTS = [
  ...mutantsOf(
    "jobs/redis_queue.ts",
    ["test/jobs/redis_jobs.test.ts"],
    [
      {
        promise: "a run that was handed over is queued while the job of its earlier claim is under way",
        find: "deduplication: { id: key }",
        replace: `deduplication: { id: key.replace(/-\\d+$/, "") }`,
      },
      {
        promise: "a run is queued once, however many processes find that it waits",
        find: "once ? { deduplication",
        replace: "false ? { deduplication",
      },
      {
        promise: "nobody waits for a Redis that does not answer",
        find: "await withinMilliseconds(ADD_LIMIT, this.bull.add(name, given, options))",
        replace: "await this.bull.add(name, given, options)",
      },
      {
        promise: "a job whose worker was killed is not run again: it may have been paid already",
        find: "maxStalledCount: 0",
        replace: "maxStalledCount: 1",
        tests: ["test/jobs/redis_queue.test.ts"],
      },
      {
        promise: "a worker that is told to stop does not take the same job again and again",
        find: "    await this.#worker?.pause(true)\n",
        replace: "",
      },
      {
        promise: "a worker that is told to stop begins no more answers",
        find: "if (!this.#performer || this.#performer.isClosing) {",
        replace: "if (!this.#performer) {",
      },
      {
        promise: "a worker that is told to stop brings its jobs to an end",
        find: "    await this.#performer?.close(grace)\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "jobs/in_process_queue.ts",
    ["test/jobs/in_process_queue.test.ts"],
    [
      {
        promise: "a run is queued once, however often it is found that it waits",
        find: "    if (once && this.#waiting.some(({ key }) => key === job.key)) return\n",
        replace: "",
      },
      {
        promise: "a process takes no more jobs than it can bear",
        find: "if (!this.#performer || this.#performer.size >= CONCURRENCY) return",
        replace: "if (!this.#performer) return",
      },
      {
        promise: "a process takes as many jobs as it can bear",
        find: "if (!this.#performer || this.#performer.size >= CONCURRENCY) return",
        replace: "if (!this.#performer || this.#performer.size >= CONCURRENCY - 1) return",
      },
      {
        promise: "the next job begins when one has ended",
        find: ".then(() => this.#performNext())",
        replace: "",
      },
      {
        promise: "a process that is told to stop takes no more jobs",
        find: "    this.#performer = undefined\n",
        replace: "",
      },
      {
        promise: "what came before a process performs jobs is performed",
        find: "    while (this.#waiting.length > 0 && this.#performer.size < CONCURRENCY) this.#performNext()\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "jobs/performer.ts",
    ["test/jobs/in_process_queue.test.ts"],
    [
      {
        promise: "a process that is told to stop waits for what ends soon",
        find: "    await Promise.race([done, pause(grace, undefined, { ref: false })])\n",
        replace: "",
      },
      {
        promise: "a process that performs nothing stops at once",
        find: "await Promise.race([done, pause(grace, undefined, { ref: false })])",
        replace: "await pause(grace)",
      },
      {
        promise: "a process that is told to stop ends what takes too long",
        find: "    this.#stop.abort()\n",
        replace: "",
      },
      {
        promise: "a process that is told to stop is gone when its jobs have ended, and not before",
        find: "    this.#stop.abort()\n    await done\n",
        replace: "    this.#stop.abort()\n",
      },
      {
        promise: "a job that fails takes no other down with it",
        find: `      logger.error("A job failed.", { job: job.name, ...job.arguments, error })\n`,
        replace: "      throw error\n",
      },
      {
        promise: "a job that has ended leaves its place to others",
        find: "    this.#underWay.delete(performance)\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "jobs/reaper.ts",
    [ROUNDS],
    [
      {
        promise: "a process that only slept has a round to beat again before its runs are ended",
        find: "if (sighting === before.get(run.id) || run.heartbeatAt === null)",
        replace: "if (sighting)",
      },
      {
        promise: "a run that was handed over is taken up at once",
        find: " || run.heartbeatAt === null) await",
        replace: ") await",
      },
      {
        promise: "hearts that a slow database kept from beating have a round to beat again",
        find: "const before = wait < SLOW ?",
        replace: "const before = wait ?",
      },
      {
        promise: "a database that can only be read, and so keeps hearts from beating, is noticed",
        find: "      if (stalled.length > 0) await Run.tryToWrite()\n",
        replace: "",
      },
      {
        promise: "hearts that a database kept from beating which did not answer have a round to beat again",
        find: "      this.#sightings.clear()\n",
        replace: "",
      },
      {
        promise: "a run that can't be ended keeps no other from its end",
        find: "if (sighting === before.get(run.id) || run.heartbeatAt === null) await this.#tryToReap(run, sighting)",
        replace:
          "if (sighting === before.get(run.id) || run.heartbeatAt === null) await this.#reapRun(run, sighting)",
      },
      {
        promise: "a run that can be resumed waits for who takes it up",
        find: "run.resumable && Date.now() - at < RESUME_PATIENCE",
        replace: "false",
      },
      {
        promise: "a run that nobody takes up is ended",
        find: "run.resumable && Date.now() - at < RESUME_PATIENCE",
        replace: "run.resumable",
      },
      {
        promise: "a run whose process died before it asked is answered",
        find: "} else if (await requeue(run)) {",
        replace: "} else if (false) {",
      },
      {
        promise: "a run whose process died after it asked is ended",
        find: "      await interrupt(run)\n",
        replace: "",
      },
      {
        promise: "a run that no job is coming for is answered",
        find: "> PATIENCE) await performLater",
        replace: "< 0) await performLater",
      },
      {
        promise: "a run whose job is on its way is not queued twice",
        find: "> PATIENCE) await performLater",
        replace: ">= 0) await performLater",
      },
      {
        promise: "one round follows the other, for as long as the process lives",
        find: "      if (!this.#isStopped) this.#timer = setTimeout(() => this.start(), INTERVAL)\n",
        replace: "",
      },
      {
        promise: "hearts that a round's own wait kept from beating have a whole one to beat again",
        find: "this.#round = this.look().finally(() => {",
        replace: "this.#round = this.look()\n    void Promise.resolve().finally(() => {",
      },
      {
        promise: "a process that is told to stop leaves no round behind",
        find: "    await this.#round\n",
        replace: "",
      },
      {
        promise: "a process that is told to stop begins no more rounds",
        find: "    clearTimeout(this.#timer)\n",
        replace: "",
      },
      {
        promise: "a process that is told to stop in a round begins no other",
        find: "if (!this.#isStopped) this",
        replace: "if (true) this",
      },
    ],
  ),
  ...mutantsOf(
    "jobs/run_job.ts",
    ["test/jobs/job_records.test.ts"],
    [
      {
        promise: "the next question is answered as soon as the one before has ended",
        find: "      if (next) await this.performRunLater(next, { conversation, once: true })\n",
        replace: "",
      },
      {
        promise: "a run that was handed over is taken up at once",
        find: "run.released ? run : await conversation.nextRun()",
        replace: "await conversation.nextRun()",
      },
      {
        promise: "an answer whose storyteller was deleted says so, and does not wait for ever",
        file: "jobs/create_assistant_message_and_run.ts",
        find: `      await fail(run, "storyteller_deleted", DELETED)\n`,
        replace: "",
      },
      {
        promise: "a job of somebody else's run breaks nothing",
        find: "if (error instanceof ForeignJob) {",
        replace: "if (false) {",
      },
    ],
  ),
  ...mutantsOf(
    "jobs/foreign_job.ts",
    ["test/jobs/job_records.test.ts"],
    [
      {
        promise: "a job does not write into another thread",
        find: `  assertSame("conversation", conversationId, run.assistantThreadId)\n`,
        replace: "",
      },
      {
        promise: "a job does not write for somebody else",
        find: '  assertSame("user", `${User.recordType} ${userId}`, `${threadableType} ${threadableId}`)\n',
        replace: "",
      },
      {
        promise: "a job does not speak as another storyteller",
        file: "jobs/run_storyteller.ts",
        find: `    assertSame("storyteller", storytellerId, own)\n`,
        replace: "",
      },
      {
        promise: "a job that names another storyteller ends nobody's run",
        file: "jobs/run_storyteller.ts",
        find: "} else if (await Storyteller.findBy({ id: storytellerId })) {",
        replace: "} else if (false) {",
      },
    ],
  ),
  ...mutantsOf(
    "db/own_connection.ts",
    [HEARTBEAT],
    [
      {
        promise: "a heart beats in SQLite",
        find: "values.map(numberOf)",
        replace: "values.map(String)",
      },
      {
        promise: "a connection that breaks off takes no thread down",
        find: `  client.on("error", () => {})\n`,
        replace: "",
        postgres: true,
      },
      {
        promise: "a heart beats in PostgreSQL",
        find: "      await client.query(postgres, values)\n",
        replace: "",
        postgres: true,
      },
    ],
  ),
]
