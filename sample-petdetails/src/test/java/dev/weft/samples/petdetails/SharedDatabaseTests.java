package dev.weft.samples.petdetails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.samples.database.DatabaseKeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

class SharedDatabaseTests {
    private static final int INSTANCES = 8;

    @TempDir
    private Path folder;

    @Test
    void scriptsWhenInstancesStartAtOnceFillTheDatabaseOnce() throws Exception {
        DriverManagerDataSource database = new DriverManagerDataSource(url() + ";DB_CLOSE_DELAY=-1", "sa", "");
        CyclicBarrier start = new CyclicBarrier(INSTANCES);
        ExecutorService instances = Executors.newFixedThreadPool(INSTANCES);
        List<Future<?>> ready = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            ready.add(instances.submit(() -> {
                start.await(10, TimeUnit.SECONDS);
                scripts().execute(database);
                return null;
            }));
        }
        for (Future<?> instance : ready) {
            instance.get(30, TimeUnit.SECONDS);
        }
        instances.shutdown();
        JdbcTemplate jdbc = new JdbcTemplate(database);
        assertThat(jdbc.queryForList("SELECT id FROM pet ORDER BY id", Long.class))
                .containsExactly(123L, 124L, 125L, 126L, 127L, 128L);
        jdbc.execute("SHUTDOWN");
    }

    @Test
    void keeperWhenDatabasesAreOpenSaysSo() {
        Path sign = folder.resolve("open");
        Thread keeper = new Thread(() -> keep(sign));
        keeper.start();
        Awaitility.await().until(() -> Files.exists(sign));
        assertThat(folder.resolve("pets.mv.db")).exists();
        assertThat(keeper.isAlive()).isTrue();
        keeper.interrupt();
    }

    private void keep(Path sign) {
        try {
            DatabaseKeeper.main(new String[] {sign.toString(), url()});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** As application.yml sets them up. */
    private static ResourceDatabasePopulator scripts() {
        return new ResourceDatabasePopulator(
                true, false, null, new ClassPathResource("schema.sql"), new ClassPathResource("data.sql"));
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("pets") + ";AUTO_SERVER=TRUE";
    }
}
