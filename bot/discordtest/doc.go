// Package discordtest is a Discord on loopback, and a judge of what is sent to
// Discord.
//
// A [Fake] speaks the REST API and the gateway over real sockets, so a bot runs
// against it unchanged: it is given [Fake.URL] as API address and [Token] as
// token. The fake delivers interactions and messages, records everything that
// comes back, breaks on demand (cut connections, close codes, lost heartbeats,
// 429s), and fails the test on a request that Discord would not know or would
// refuse:
//
//	fake := discordtest.New(t)
//	go gateway.Run(ctx, gateway.Options{Token: discordtest.Token, APIURL: fake.URL(), …})
//	fake.AwaitReady(1)
//	callback := fake.Interact(discordtest.Slash(discordtest.Guild, "ask",
//		discordtest.String("question", "who signed it?")))
//
// Nothing in a test needs to sleep: each Await method returns when the awaited
// thing has happened and fails the test when it does not happen in [Patience].
//
// For an interactions endpoint it takes Discord's part with [SignedRequest],
// whose signatures [PublicKey] verifies.
//
// A test of a pure handler needs no fake: the builders ([Slash],
// [Autocomplete], [MessageMenu], [Click], [Submit], [Message]) make what
// Discord delivers, and [CheckCallback], [CheckMessage] and [CheckCommands]
// hold the answer against Discord's rules. The rules that Discord's OpenAPI
// document lacks are always checked; the document itself is, when the
// environment variable DISCORD_OPENAPI names it.
package discordtest
