package knowledge_test
import ("testing";"testing/fstest";"strings";"time";"attache/knowledge";"fmt";"os")
func TestZZ(t *testing.T){
 big:=func(s string,n int) string { return strings.Repeat(s,n/len(s)) }
 nest:=func(d int) string { var b strings.Builder; for i:=range d { b.WriteString(strings.Repeat(" ",i)); b.WriteString("a:\n") }; return b.String() }
 n:=1<<20
 if os.Getenv("ZN")!="" { n=8<<20-100 }
 for name,s:=range map[string]string{"plain":"set: "+big("x",n),"plainlines":"set:\n"+big("  xxx xxx\n",n),"seq":"offtopic:\n"+big("- a\n",n),"dq":"set: \""+big("x",n)+"\"","dqlines":"set: \""+big("x\n",n)+"\"","lit":"set: |\n"+big("  x\n",n),"fold":"set: >\n"+big("  xx xx\n",n),"keys":big("a: b\n",n),"nest1000":nest(1000),"nest2900":nest(2900),"comments":"a: b\n"+big("# x\n",n),"blank":"a: b\n"+big("\n",n)+"c: d","flow":"offtopic: ["+big("a,",n)+"]","brack":big("[",n),"colons":big(":",n),"dash":big("-\n",n),"q":big("? ",n),"star":big("*a ",n),"docs":big("---\n",n),"bang":big("! ",n),"pct":big("%a\n",n),"flowmap":big("{a: ",n),"flowcolon":"{"+big("a:",n),"seqnestmix":big("- a: ",n),"dashnl":func()string{var b strings.Builder; for i:=range 2900 {b.WriteString(strings.Repeat(" ",i)+"-\n")}; return b.String()}()} {
  fmt.Println("start",name); st:=time.Now(); _,err:=knowledge.LoadFS(fstest.MapFS{"a.yaml":{Data:[]byte(s)}},"set"); m:=fmt.Sprint(err); if len(m)>120 {m=m[:120]}
  fmt.Println(name,len(s),time.Since(st).Round(time.Millisecond),m)
 }
}
