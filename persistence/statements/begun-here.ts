/** In the place of the queue's job: the run began in the process that was asked for it, and has none until another process has to continue it. */
export const BEGUN_HERE = "here";
