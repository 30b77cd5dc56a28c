// Command verifier checks a log of Ostiary's with nothing of Ostiary's: golang.org/x/mod/sumdb/note and tlog, which the
// Go project uses for its own checksum database, read the signature, the tiles, and every proof.
//
// Usage: verifier PUBLIC VKEY [RECEIPT...]
//
// PUBLIC is a tlog-tiles directory, VKEY a file with the log's verifier key, each RECEIPT a tlog-proof whose extra bytes
// are the entry. It exits with 0 when all of it holds, and otherwise with 1 and one line that says what does not.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

func main() {
	if len(os.Args) < 3 {
		fail("usage: verifier PUBLIC VKEY [RECEIPT...]")
	}
	public := os.Args[1]
	vkey := string(must(os.ReadFile(os.Args[2])))
	verifier := must(note.NewVerifier(strings.TrimSpace(vkey)))

	tree := openCheckpoint(must(os.ReadFile(filepath.Join(public, "checkpoint"))), verifier)
	stored := storedHashes(public, tree.N)
	if root := must(tlog.TreeHash(tree.N, stored)); root != tree.Hash {
		fail("the root of the %d entries is %s, and %s was signed", tree.N, root, tree.Hash)
	}
	inclusions, consistencies := proveFromTiles(public, tree, stored)
	for _, name := range os.Args[3:] {
		checkReceipt(name, verifier)
	}
	fmt.Printf("%s: %d entries, root %s, %d inclusion and %d consistency proofs, %d receipts\n",
		verifier.Name(), tree.N, tree.Hash, inclusions, consistencies, len(os.Args)-3)
}

// openCheckpoint verifies the signature and reads the three lines of C2SP tlog-checkpoint.
func openCheckpoint(raw []byte, verifier note.Verifier) tlog.Tree {
	opened := must(note.Open(raw, note.VerifierList(verifier)))
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		fail("the checkpoint has not the three lines of the log %s", verifier.Name())
	}
	return tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64)), Hash: must(tlog.ParseHash(lines[2]))}
}

// memory holds the hashes of a tree in tlog's order of storage.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(m)) {
			return nil, fmt.Errorf("there is no hash %d", index)
		}
		hashes[i] = m[index]
	}
	return hashes, nil
}

// storedHashes reads every published entry and hashes it.
func storedHashes(public string, size int64) memory {
	var stored memory
	index := int64(0)
	for number := int64(0); number*tileWidth < size; number++ {
		width := size - number*tileWidth
		if width > tileWidth {
			width = tileWidth
		}
		path := (tlog.Tile{H: tileHeight, L: 0, N: number, W: int(width)}).Path()
		bundle := must(os.ReadFile(filepath.Join(public, "tile/entries", strings.TrimPrefix(path, "tile/8/0/"))))
		for ; len(bundle) >= 2; index++ {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if end > len(bundle) {
				fail("the bundle %s ends within an entry", path)
			}
			stored = append(stored, must(tlog.StoredHashes(index, bundle[2:end], stored))...)
			bundle = bundle[end:]
		}
	}
	if index != size {
		fail("%d entries were signed and %d are published", size, index)
	}
	return stored
}

// tiles reads tiles from a directory. The library names them tile/8/L/N, and tlog-tiles leaves the 8 out.
type tiles string

func (t tiles) Height() int { return tileHeight }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(string(t), "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		read[i] = data
	}
	return read, nil
}

// proveFromTiles makes proofs from the tiles alone, which the library authenticates against the signed root, and checks
// them against the hashes of the entries.
func proveFromTiles(public string, tree tlog.Tree, stored memory) (inclusions, consistencies int) {
	reader := tlog.TileHashReader(tree, tiles(public))
	for _, index := range samples(tree.N) {
		proof := must(tlog.ProveRecord(tree.N, index, reader))
		leaf := stored[tlog.StoredHashIndex(0, index)]
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf), "entry %d", index)
		inclusions++
	}
	for _, index := range samples(tree.N) {
		size := index + 1
		proof := must(tlog.ProveTree(tree.N, size, reader))
		old := must(tlog.TreeHash(size, stored))
		check(tlog.CheckTree(proof, tree.N, tree.Hash, size, old), "the tree of %d", size)
		consistencies++
	}
	return inclusions, consistencies
}

// samples are a thousand numbers below a size, and all that stand beside a border of tiles of any level.
func samples(size int64) []int64 {
	seen := map[int64]bool{}
	var found []int64
	add := func(index int64) {
		if 0 <= index && index < size && !seen[index] {
			seen[index] = true
			found = append(found, index)
		}
	}
	for border := int64(1); border <= size; border *= tileWidth {
		add(border - 1)
		add(border)
		add(size/border*border - 1)
		add(size / border * border)
	}
	add(size - 1)
	for index := int64(0); index < size; index += size/1000 + 1 {
		add(index)
	}
	return found
}

// checkReceipt verifies one C2SP tlog-proof.
func checkReceipt(name string, verifier note.Verifier) {
	head, checkpoint, found := bytes.Cut(must(os.ReadFile(name)), []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		fail("%s is not a tlog-proof with extra bytes", name)
	}
	entry := must(base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra ")))
	index := must(strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64))
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		proof = append(proof, must(tlog.ParseHash(line)))
	}
	tree := openCheckpoint(checkpoint, verifier)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)), "%s", name)
}

func check(err error, format string, values ...any) {
	if err != nil {
		fail("%s: %v", fmt.Sprintf(format, values...), err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		fail("%v", err)
	}
	return value
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}
