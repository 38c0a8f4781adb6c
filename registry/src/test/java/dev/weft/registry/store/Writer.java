package dev.weft.registry.store;

import dev.weft.mesh.model.ServiceName;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A process that changes rules one time after the other, and says what it was told: "acknowledged 7.", and from another
 * thread what a reader sees: "seen 7.". To be killed. Ends by itself where the store refuses: "refused 8.".
 */
final class Writer {

    static final ServiceName SERVICE = ServiceName.of("petdetails");

    private Writer() {}

    /**
     * Writes and reads.
     *
     * @param args the store's directory, and how long documents are
     */
    public static void main(String... args) throws Exception {
        OpenStore store = OpenStore.in(Path.of(args[0]));
        String filling = "x".repeat(Integer.parseInt(args[1]));
        PrintStream out = System.out;
        Thread reader = new Thread(() -> read(store.rules(), out), "reader");
        reader.setDaemon(true);
        reader.start();
        long number = store.rules().snapshot().revision();
        try {
            while (true) {
                Change change = new Change(SERVICE, "writer", "", document(number + 1, filling), null);
                number = store.rules()
                        .commit(change, new Precondition.At(store.rules().held().at(SERVICE)))
                        .number();
                out.println("acknowledged " + number + ".");
            }
        } catch (StoreUnavailableException e) {
            out.println("refused " + (number + 1) + ".");
            out.println("held " + store.rules().snapshot().revision() + ".");
        }
    }

    static String document(long number, String filling) {
        return "# " + number + " " + filling;
    }

    private static void read(RuleStore store, PrintStream out) {
        long seen = 0;
        while (true) {
            long now = store.snapshot().revision();
            if (now != seen) {
                out.println("seen " + now + ".");
                seen = now;
            }
            Thread.onSpinWait();
        }
    }
}
