// Command cosigned checks a cosigned checkpoint with nothing of Ostiary's: golang.org/x/mod/sumdb/note reads the note, Go's
// own Ed25519 verifies, and C2SP tlog-cosignature is restated here in a page.
//
// Usage: cosigned NOTE LOG-VKEY WITNESS-VKEY...
//
// It exits with 0 when the log and every witness named have signed the note, and otherwise with 1 and one line.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const cosignatureV1 = 0x04

// witness verifies lines of type cosignature/v1.
type witness struct {
	name string
	key  ed25519.PublicKey
}

func (w witness) Name() string { return w.name }

// KeyHash is SHA-256(name || "\n" || 0x04 || key)[:4], as a big-endian number.
func (w witness) KeyHash() uint32 {
	material := append([]byte(w.name+"\n"), cosignatureV1)
	sum := sha256.Sum256(append(material, w.key...))
	return binary.BigEndian.Uint32(sum[:4])
}

func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return time > 0 && ed25519.Verify(w.key, []byte(message), signature[8:])
}

func parseWitness(vkey string) witness {
	parts := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	if len(parts) != 3 {
		fail("%q is no vkey", vkey)
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != cosignatureV1 {
		fail("%q is no key of the type 0x04", vkey)
	}
	found := witness{parts[0], ed25519.PublicKey(raw[1:])}
	if parts[1] != fmt.Sprintf("%08x", found.KeyHash()) {
		fail("the id of %q is not that of its key", vkey)
	}
	return found
}

func main() {
	if len(os.Args) < 4 {
		fail("usage: cosigned NOTE LOG-VKEY WITNESS-VKEY...")
	}
	raw, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	log, err := note.NewVerifier(strings.TrimSpace(os.Args[2]))
	if err != nil {
		fail("%v", err)
	}
	verifiers := []note.Verifier{log}
	for _, vkey := range os.Args[3:] {
		verifiers = append(verifiers, parseWitness(vkey))
	}
	opened, err := note.Open(raw, note.VerifierList(verifiers...))
	if err != nil {
		fail("%v", err)
	}
	if len(opened.Sigs) != len(verifiers) {
		fail("%d of %d have signed", len(opened.Sigs), len(verifiers))
	}
	fmt.Printf("%s: signed by the log and %d witnesses\n", strings.SplitN(opened.Text, "\n", 2)[0], len(verifiers)-1)
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}
