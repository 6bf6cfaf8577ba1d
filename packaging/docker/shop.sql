-- What compose.yaml backs up.
CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, item VARCHAR(100) NOT NULL);
INSERT INTO orders (item) VALUES ('a lamp'), ('a chair'), ('a table');
