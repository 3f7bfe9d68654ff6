package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"attache/bot"
	"attache/config"
)

func newInvite(environ map[string]string) *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use:                   "invite [--application ID]",
		DisableFlagsInUseLine: true,
		Short:                 "Print the links that add the bot to a server or a user",
		Long: `Invite prints two links: one that adds the bot to a server, with the permissions
that it needs and no more, and one by which people install its commands for
themselves. It tells what each permission is for. The application's id comes from
--application, else from DISCORD_TOKEN; no network is needed.`,
		Example: "  attache invite\n  attache invite --application 123456789012345678",
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			application, err := applicationID(id, environ)
			if err != nil {
				return err
			}
			return writeInvite(cmd.OutOrStdout(), string(application))
		},
	}
	cmd.Flags().StringVar(&id, "application", "", "`ID` of the application, from its page General Information")
	return cmd
}

func applicationID(id string, environ map[string]string) (config.Snowflake, error) {
	var application config.Snowflake
	if id != "" {
		if application.UnmarshalText([]byte(id)) != nil {
			return "", errors.New("--application: that is no application id; it has 17 to 20 digits and stands on the page General Information of https://discord.com/developers/applications")
		}
		return application, nil
	}
	c, err := config.Load(environ, dotenv)
	if err != nil {
		return "", err
	}
	if application = c.Token.ApplicationID(); application == "" {
		return "", errors.New("DISCORD_TOKEN: does not tell the application's id; give it with --application")
	}
	return application, nil
}

func writeInvite(w io.Writer, application string) error {
	if _, err := fmt.Fprintf(w, "To a server:\n  %s\n\nFor oneself, to use the commands anywhere:\n  %s\n\nThe server is asked for:\n",
		bot.ServerInvite(application), bot.UserInvite(application)); err != nil {
		return err
	}
	for _, p := range bot.Permissions() {
		if _, err := fmt.Fprintf(w, "  %-25s %s\n", p.Name, p.Why); err != nil {
			return err
		}
	}
	return nil
}
