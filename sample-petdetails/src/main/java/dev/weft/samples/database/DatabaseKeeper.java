package dev.weft.samples.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Opens H2 files (JDBC URLs with {@code AUTO_SERVER=TRUE}), creates the file named by its first argument as a sign that
 * they are open, and holds them until it is stopped.
 *
 * <p>With {@code AUTO_SERVER} the first process to open a file serves it to the others. If that were an instance of a
 * service, killing the instance would take the database from its peers too, which no real system does.
 */
public final class DatabaseKeeper {
    private DatabaseKeeper() {}

    public static void main(String[] args) throws SQLException, IOException, InterruptedException {
        List<Connection> open = new ArrayList<>();
        for (String url : List.of(args).subList(1, args.length)) {
            open.add(DriverManager.getConnection(url, "sa", ""));
        }
        Files.createFile(Path.of(args[0]));
        new CountDownLatch(open.size()).await();
    }
}
