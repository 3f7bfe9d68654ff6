package match

import "testing"

func TestTypeOf(t *testing.T) {
	for _, test := range []struct {
		text string
		want QuestionType
	}{
		{"when did it join", When},
		{"in which year did it join", When},
		{"who led it", Who},
		{"which country led it", Who},
		{"how many mines", HowMany},
		{"how much money", HowMuch},
		{"how come it left", Why},
		{"is it a member", YesNo},
		{"mines number", HowMany},
		{"what is it", What},
		{"which areas", Which},
		{"the mission", Open},
		{"", Open},
	} {
		if got := TypeOf(Words(test.text)); got != test.want {
			t.Errorf("TypeOf(%q) = %d, want %d", test.text, got, test.want)
		}
	}
}
