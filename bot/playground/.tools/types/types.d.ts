// The shapes that the page's modules share. Discord's are named as Discord
// names them, with the fields that the page uses.

export interface User {
	id: string;
	name: string;
}

export interface Choice {
	name: string;
	value: string | number;
}

export interface CommandOption {
	type: number;
	name: string;
	description: string;
	required?: boolean;
	autocomplete?: boolean;
	choices?: Choice[];
	min_value?: number;
	max_value?: number;
	max_length?: number;
}

export interface Command {
	id: string;
	type: number;
	name: string;
	description: string;
	options?: CommandOption[];
}

export interface Problem {
	place: string;
	what: string;
	remedy: string;
}

/** What the server says at the start and after each change. */
export interface Ready {
	application_id: string;
	session: { id: string; guild_id: string; channel_id: string; direct_id: string; users: User[] };
	permissions: { name: string; bit: string }[];
	editable: boolean;
	version: number;
	bot: string;
	name: string;
	subject: string;
	about: string;
	as_of: string;
	colour: number;
	entries: number;
	commands: Command[];
	examples: string[];
	problems: Problem[];
	advice: Problem[];
}

export interface Embed {
	title?: string;
	description?: string;
	url?: string;
	color?: number;
	fields?: { name: string; value: string; inline?: boolean }[];
	footer?: { text: string };
	author?: { name: string; url?: string };
	image?: { url: string; description?: string };
	thumbnail?: { url: string; description?: string };
	timestamp?: string;
}

export interface Component {
	type: number;
	custom_id?: string;
	label?: string;
	description?: string;
	style?: number;
	url?: string;
	disabled?: boolean;
	placeholder?: string;
	options?: { label: string; value: string; description?: string; default?: boolean }[];
	components?: Component[];
	component?: Component;
	required?: boolean;
	max_length?: number;
	min_length?: number;
	value?: string;
	emoji?: { name?: string };
}

export interface Content {
	content?: string;
	embeds?: Embed[] | null;
	components?: Component[] | null;
	attachments?: { id?: string | number; filename?: string; description?: string }[] | null;
	flags?: number;
	title?: string;
	custom_id?: string;
	choices?: Choice[];
	message_reference?: { message_id?: string } | null;
}

/** One request and what the handler answered. */
export interface Exchange {
	id: string;
	at: number;
	took: number;
	kind: "interaction" | "message";
	request: any;
	reply: any;
	refused: string;
	problems: string[];
	files: { name: string; url: string }[];
	entry: { id: string; title: string; place: string } | null;
}

export interface Message extends Content {
	id: string;
	channel: string;
	author: User & { bot: boolean };
	at: number;
	edited: boolean;
	replyTo: string;
	used: string;
	owner: string;
	exchange: Exchange;
	files: { name: string; url: string; description: string }[];
}

/** What a message can be used for. */
export interface Uses {
	names: Names;
	click: (m: Message, customID: string) => void;
	choose: (m: Message, customID: string, values: string[]) => void;
	menu: (m: Message, anchor: HTMLElement, at?: { x: number; y: number }) => void;
	reply: (m: Message) => void;
	inspect: (m: Message) => void;
	dismiss: (m: Message) => void;
	goTo: (id: string) => void;
	find: (id: string) => Message | undefined;
	colour: number;
}

/** Who and what a text may mention. */
export interface Names {
	user: (id: string) => string;
	/** Opens the command. */
	command: (name: string) => void;
}

/** An option of a command as it stands in the message box. */
export interface Filled {
	option: CommandOption;
	input: HTMLInputElement;
	/** What the text stands for, if it was picked. */
	picked: Choice | null;
}

/** An option of a command with its value. */
export interface Given {
	type: number;
	name: string;
	value: unknown;
	focused?: boolean;
}

/** What somebody wants who writes in the message box. */
export interface Wishes {
	/** Says a text, in reply to a message; false when that is not possible here. */
	say: (text: string, to: Message | null) => boolean;
	run: (command: Command, options: Given[], question: string) => void;
	complete: (command: Command, options: Given[]) => Promise<Choice[]>;
}

export interface Settings {
	user: number;
	install: "server" | "user";
	lacks: string[];
	phone: boolean;
}

export interface Weighed {
	id?: string;
	title?: string;
	confidence: number;
	signals: { name: string; value: number; share: number }[];
}

export interface Explanation {
	read: string[];
	words: string[];
	type: string;
	terms: { term: string; words: string; known: boolean; content: boolean }[];
	constraints: string[];
	candidates: Weighed[];
	none: Weighed;
	threshold: number;
	kind: string;
	answer: string;
	verdict: string;
}

export interface Item {
	id: string;
	title: string;
	place: string;
	kind: string;
	answer: string;
	from: string;
	to: string;
	spoken: string;
	topics: string[];
	status: string;
	source: string;
	question: string;
}

export interface Whole {
	name: string;
	subject: string;
	as_of: string;
	entries: Item[];
	topics: { id: string; title: string }[];
	sources: {
		id: string;
		title: string;
		publisher: string;
		url: string;
		captured: string;
		entries: number;
	}[];
}
