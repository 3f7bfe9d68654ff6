// Types for tsc alone; the program leaves this file out.
export { default } from "@khanacademy/simple-markdown";
