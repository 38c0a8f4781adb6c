package dev.weft.bench.clock;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes classes ask {@link SteppedClock} for the time. Which method a call means stands in the class file's constant pool
 * only: there the owner is replaced, and not a byte of code.
 */
final class ClockCalls implements ClassFileTransformer {

    private static final String OWNER = "dev/weft/bench/clock/SteppedClock";
    private static final String OURS = "dev/weft/bench/clock/";
    /** Those that ask for the time of day. */
    static final Set<String> WALL = Set.of(
            "java/lang/System.currentTimeMillis()J",
            "java/time/Instant.now()Ljava/time/Instant;",
            "java/time/Clock.systemUTC()Ljava/time/Clock;",
            "java/time/Clock.systemDefaultZone()Ljava/time/Clock;");

    /** Those that measure durations, too. */
    static final Set<String> EVERY = Stream.concat(WALL.stream(), Stream.of("java/lang/System.nanoTime()J"))
            .collect(Collectors.toUnmodifiableSet());

    private static final int COUNT_AT = 8;
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;

    private final Set<String> turned;

    /** @param turned the calls */
    ClockCalls(Set<String> turned) {
        this.turned = turned;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] file) {
        // The JDK's own classes can't see what the application can.
        boolean jdk = loader == null || loader == ClassLoader.getPlatformClassLoader();
        return jdk || name == null || name.startsWith(OURS) ? null : transform(file);
    }

    /** The same class with its calls turned, or null if it makes none. */
    byte @Nullable [] transform(byte[] file) {
        ByteBuffer pool = ByteBuffer.wrap(file.clone());
        int count = Short.toUnsignedInt(pool.getShort(COUNT_AT));
        int[] at = new int[count + 1];
        int end = index(pool, count, at);
        List<Integer> calls = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            if (at[i] != 0 && pool.get(at[i]) == METHOD && turned.contains(method(pool, at, at[i]))) {
                calls.add(at[i]);
            }
        }
        if (calls.isEmpty() || count + 2 > 0xFFFF) {
            return null;
        }
        // The new entries: the owner's name, and the owner.
        pool.putShort(COUNT_AT, (short) (count + 2));
        calls.forEach(call -> pool.putShort(call + 1, (short) (count + 1)));
        return withOwner(pool.array(), end, count);
    }

    private static byte[] withOwner(byte[] file, int end, int nameIndex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(file.length + 64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(file, 0, end);
            out.writeByte(UTF8);
            out.writeUTF(OWNER);
            out.writeByte(CLASS);
            out.writeShort(nameIndex);
            out.write(file, end, file.length - end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Notes where each entry begins, and returns where the pool ends. */
    private static int index(ByteBuffer pool, int count, int[] at) {
        int here = COUNT_AT + 2;
        for (int i = 1; i < count; i++) {
            at[i] = here;
            int tag = pool.get(here);
            switch (tag) {
                case UTF8 -> here += 3 + Short.toUnsignedInt(pool.getShort(here + 1));
                case 5, 6 -> {
                    // Long and double take two places.
                    here += 9;
                    i++;
                }
                // Beside classes: String, MethodType, Module and Package.
                case CLASS, 8, 16, 19, 20 -> here += 3;
                // MethodHandle
                case 15 -> here += 4;
                default -> here += 5;
            }
        }
        return here;
    }

    private static String method(ByteBuffer pool, int[] at, int method) {
        int owner = at[unsigned(pool, method + 1)];
        int nameAndType = at[unsigned(pool, method + 3)];
        return text(pool, at[unsigned(pool, owner + 1)])
                + "."
                + text(pool, at[unsigned(pool, nameAndType + 1)])
                + text(pool, at[unsigned(pool, nameAndType + 3)]);
    }

    private static int unsigned(ByteBuffer pool, int at) {
        return Short.toUnsignedInt(pool.getShort(at));
    }

    private static String text(ByteBuffer pool, int at) {
        return new String(pool.array(), at + 3, unsigned(pool, at + 1), StandardCharsets.UTF_8);
    }
}
