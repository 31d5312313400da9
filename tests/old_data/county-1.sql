BEGIN TRANSACTION;
CREATE TABLE applications (
	id VARCHAR(100) NOT NULL, 
	number VARCHAR(100) NOT NULL, 
	office_number VARCHAR(40) NOT NULL, 
	region VARCHAR(100) NOT NULL, 
	window VARCHAR(100) NOT NULL, 
	body TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	received_at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (number), 
	UNIQUE (office_number)
);
INSERT INTO "applications" VALUES('6018366c-f658-47a7-9ed3-4fe53a096533','620403-03-20261123-000106','620403-20261123-000010','620403','3','{"accepted_at":"2026-11-23T09:25:00+08:00","answers":{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120029","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"},"chosen":["cert_new","living_subsidy","care_subsidy"],"clerk":"演示经办员","copies":[],"findings":[{"matter":"cert_new","outcome":"符合","waits_for":""},{"matter":"cert_renew","outcome":"不符合","waits_for":""},{"matter":"cert_move","outcome":"不符合","waits_for":""},{"matter":"cert_lost","outcome":"不符合","waits_for":""},{"matter":"cert_cancel","outcome":"不符合","waits_for":""},{"matter":"cert_change","outcome":"不符合","waits_for":""},{"matter":"living_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"care_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"employment","outcome":"可能符合","waits_for":""},{"matter":"pension","outcome":"可能符合","waits_for":"cert_new"}],"id":"6018366c-f658-47a7-9ed3-4fe53a096533","number":"620403-03-20261123-000106","pack_digest":"fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67","pack_version":"2026.11","pages":[{"id":"d976718d086e4b99c4c3b755b604a693aa27116dd5bfddd7a60ad806861d548d","material":"photo","media":"image/jpeg","name":"photo.jpg","size":11}],"promises":[],"region_code":"620403","seen":["household","id_card","photo","bank_card_copy"],"version":1,"window":"3"}','{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"categories":["4"],"certificate_number":"62040319870312002943","delivery":"2","ethnicity":"01","grade":"3","has_impairment":true,"holds_certificate":true,"household_kind":"0","id_number":"620403198703120029","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"}','2026-11-23T09:55:00+08:00');
INSERT INTO "applications" VALUES('cfaf0010-3f58-4ad4-a308-24d215ceb3a1','620403-03-20261123-000203','620403-20261123-000028','620403','3','{"accepted_at":"2026-11-23T09:35:00+08:00","answers":{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120045","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"},"chosen":["cert_new","living_subsidy","care_subsidy"],"clerk":"演示经办员","copies":[],"findings":[{"matter":"cert_new","outcome":"符合","waits_for":""},{"matter":"cert_renew","outcome":"不符合","waits_for":""},{"matter":"cert_move","outcome":"不符合","waits_for":""},{"matter":"cert_lost","outcome":"不符合","waits_for":""},{"matter":"cert_cancel","outcome":"不符合","waits_for":""},{"matter":"cert_change","outcome":"不符合","waits_for":""},{"matter":"living_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"care_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"employment","outcome":"可能符合","waits_for":""},{"matter":"pension","outcome":"可能符合","waits_for":"cert_new"}],"id":"cfaf0010-3f58-4ad4-a308-24d215ceb3a1","number":"620403-03-20261123-000203","pack_digest":"fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67","pack_version":"2026.11","pages":[{"id":"4c976b8087e330152a09e76fd68f29dc30789e5fdec256293b6e9ebcc9450ad6","material":"photo","media":"image/jpeg","name":"photo.jpg","size":11}],"promises":[],"region_code":"620403","seen":["household","id_card","photo","bank_card_copy"],"version":1,"window":"3"}','{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120045","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"}','2026-11-23T09:55:00+08:00');
INSERT INTO "applications" VALUES('7cc661e9-7589-4a4a-87c1-5471a4517d6c','620403-03-20261123-000397','620403-20261123-000036','620403','3','{"accepted_at":"2026-11-23T09:45:00+08:00","answers":{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120061","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"},"chosen":["cert_new","living_subsidy","care_subsidy"],"clerk":"演示经办员","copies":[],"findings":[{"matter":"cert_new","outcome":"符合","waits_for":""},{"matter":"cert_renew","outcome":"不符合","waits_for":""},{"matter":"cert_move","outcome":"不符合","waits_for":""},{"matter":"cert_lost","outcome":"不符合","waits_for":""},{"matter":"cert_cancel","outcome":"不符合","waits_for":""},{"matter":"cert_change","outcome":"不符合","waits_for":""},{"matter":"living_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"care_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"employment","outcome":"可能符合","waits_for":""},{"matter":"pension","outcome":"可能符合","waits_for":"cert_new"}],"id":"7cc661e9-7589-4a4a-87c1-5471a4517d6c","number":"620403-03-20261123-000397","pack_digest":"fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67","pack_version":"2026.11","pages":[{"id":"87c90c495734f2b6bb26f3f219e2351f0e348ddea5c1604ecaa9a4253f483a64","material":"photo","media":"image/jpeg","name":"photo.jpg","size":11}],"promises":[],"region_code":"620403","seen":["household","id_card","photo","bank_card_copy"],"version":1,"window":"3"}','{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120061","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"}','2026-11-23T09:55:00+08:00');
INSERT INTO "applications" VALUES('67164890-d49d-4ac1-a5b8-063831360a40','620403-03-20261123-000494','620403-20261123-000044','620403','3','{"accepted_at":"2026-11-23T09:55:00+08:00","answers":{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120088","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"},"chosen":["cert_new","living_subsidy","care_subsidy"],"clerk":"演示经办员","copies":[],"findings":[{"matter":"cert_new","outcome":"符合","waits_for":""},{"matter":"cert_renew","outcome":"不符合","waits_for":""},{"matter":"cert_move","outcome":"不符合","waits_for":""},{"matter":"cert_lost","outcome":"不符合","waits_for":""},{"matter":"cert_cancel","outcome":"不符合","waits_for":""},{"matter":"cert_change","outcome":"不符合","waits_for":""},{"matter":"living_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"care_subsidy","outcome":"可能符合","waits_for":"cert_new"},{"matter":"employment","outcome":"可能符合","waits_for":""},{"matter":"pension","outcome":"可能符合","waits_for":"cert_new"}],"id":"67164890-d49d-4ac1-a5b8-063831360a40","number":"620403-03-20261123-000494","pack_digest":"fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67","pack_version":"2026.11","pages":[{"id":"18ab943b0ee939b31154247e05e7b34f484f1c113e96c71e0dbab9f5f82c021c","material":"photo","media":"image/jpeg","name":"photo.jpg","size":11}],"promises":[{"material":"household","until":"2026-11-30"}],"region_code":"620403","seen":["id_card","photo","bank_card_copy"],"version":1,"window":"3"}','{"age":"39","applied_on":"2026-11-23","apply_categories":["4"],"apply_category_count":"1","bank_card":"6217000000000000005","birth":"1987-03-12","cancelled_lately":false,"delivery":"2","ethnicity":"01","has_impairment":true,"holds_certificate":false,"household_kind":"0","id_number":"620403198703120088","low_income":true,"marriage":"20","name":"张样例","open_matters":["0"],"other_benefits":["0"],"phone":"13809430000","present_address":"甘肃省白银市平川区长征街道样例社区12号","registered_address":"甘肃省白银市平川区长征街道样例社区12号","registered_here":true,"sex":"2"}','2026-11-23T09:55:00+08:00');
CREATE TABLE counters (
	name VARCHAR(100) NOT NULL, 
	value BIGINT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('office-620403-20261123',4);
INSERT INTO "counters" VALUES('news',12);
CREATE TABLE files (
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "files" VALUES('d976718d086e4b99c4c3b755b604a693aa27116dd5bfddd7a60ad806861d548d',11,X'FFD8FF2070686F746F2030');
INSERT INTO "files" VALUES('4c976b8087e330152a09e76fd68f29dc30789e5fdec256293b6e9ebcc9450ad6',11,X'FFD8FF2070686F746F2031');
INSERT INTO "files" VALUES('87c90c495734f2b6bb26f3f219e2351f0e348ddea5c1604ecaa9a4253f483a64',11,X'FFD8FF2070686F746F2032');
INSERT INTO "files" VALUES('18ab943b0ee939b31154247e05e7b34f484f1c113e96c71e0dbab9f5f82c021c',11,X'FFD8FF2070686F746F2033');
INSERT INTO "files" VALUES('76d1fd23c610854a13660f4d2b58d80bdc2468111cbcef427927a10c24313d35',13,X'FFD8FF20686F757365686F6C64');
INSERT INTO "files" VALUES('76b607db9b769f6703c80102c6f1b047828870b389e0188677578d24ea1f768e',11,X'FFD8FF2070686F746F2035');
CREATE TABLE letters (
	id VARCHAR(100) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	application VARCHAR(100) NOT NULL, 
	answer TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(application) REFERENCES applications (id)
);
INSERT INTO "letters" VALUES('0b3510b0-b46e-41da-b170-17a6205738d1','8c1c2016d913077bc2e13804263877404290a6e1b1c1ef96807bb953587702d0','6018366c-f658-47a7-9ed3-4fe53a096533','{"office_number":"620403-20261123-000010","received_at":"2026-11-23T09:55:00+08:00","remark":""}');
INSERT INTO "letters" VALUES('6694f229-359b-4548-81a0-d5b3ffc6e35c','ba9e4088633caf55f59b9033f11f95e0e6f5db4d8a8a3e916c1757f4009aaf9d','cfaf0010-3f58-4ad4-a308-24d215ceb3a1','{"office_number":"620403-20261123-000028","received_at":"2026-11-23T09:55:00+08:00","remark":""}');
INSERT INTO "letters" VALUES('92b850ad-7eb7-4f82-a3f6-5da874007cb4','29860c410046ee886a0ed8cdf9e8a33c55a308bf743b65dc7c9d449c6179bd7f','7cc661e9-7589-4a4a-87c1-5471a4517d6c','{"office_number":"620403-20261123-000036","received_at":"2026-11-23T09:55:00+08:00","remark":""}');
INSERT INTO "letters" VALUES('c24f6aa8-3bf3-4a14-bc2f-7ad016edc5d4','ee2ec82acdef697756aa3637c75759405c84c62996958dec2a524138b66b000d','67164890-d49d-4ac1-a5b8-063831360a40','{"office_number":"620403-20261123-000044","received_at":"2026-11-23T09:55:00+08:00","remark":""}');
INSERT INTO "letters" VALUES('95990881-ba9b-485a-b4cd-a9c49436d6f6','a5b50ddbdd34fc431cd5f9719190e0fcf4edabdc31b06a61756a2294fc72f20b','67164890-d49d-4ac1-a5b8-063831360a40','{"office_number":"620403-20261123-000044","received_at":"2026-11-28T17:55:00+08:00","remark":""}');
CREATE TABLE matters (
	application VARCHAR(100) NOT NULL, 
	matter VARCHAR(100) NOT NULL, 
	place INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	note TEXT NOT NULL, 
	waits_for VARCHAR(100) NOT NULL, 
	PRIMARY KEY (application, matter), 
	FOREIGN KEY(application) REFERENCES applications (id)
);
INSERT INTO "matters" VALUES('6018366c-f658-47a7-9ed3-4fe53a096533','cert_new',0,'残疾人证新办','已办结','已办结','');
INSERT INTO "matters" VALUES('6018366c-f658-47a7-9ed3-4fe53a096533','living_subsidy',1,'困难残疾人生活补贴','部门已受理','“残疾人证新办”已有结果,自动恢复审核。持有残疾人证。家庭已纳入低保。','cert_new');
INSERT INTO "matters" VALUES('6018366c-f658-47a7-9ed3-4fe53a096533','care_subsidy',2,'重度残疾人护理补贴','已终止','残疾等级不是一级或二级,护理补贴对象为一级、二级残疾人。本次申请终止。','cert_new');
INSERT INTO "matters" VALUES('cfaf0010-3f58-4ad4-a308-24d215ceb3a1','cert_new',0,'残疾人证新办','待补正','照片不清楚,请重拍','');
INSERT INTO "matters" VALUES('cfaf0010-3f58-4ad4-a308-24d215ceb3a1','living_subsidy',1,'困难残疾人生活补贴','随证待审(停表)','等“残疾人证新办”结果','cert_new');
INSERT INTO "matters" VALUES('cfaf0010-3f58-4ad4-a308-24d215ceb3a1','care_subsidy',2,'重度残疾人护理补贴','随证待审(停表)','等“残疾人证新办”结果','cert_new');
INSERT INTO "matters" VALUES('7cc661e9-7589-4a4a-87c1-5471a4517d6c','cert_new',0,'残疾人证新办','不予受理','经评定不符合残疾标准','');
INSERT INTO "matters" VALUES('7cc661e9-7589-4a4a-87c1-5471a4517d6c','living_subsidy',1,'困难残疾人生活补贴','已终止','“残疾人证新办”不予受理。领取生活补贴要先有残疾人证。本次申请终止。','cert_new');
INSERT INTO "matters" VALUES('7cc661e9-7589-4a4a-87c1-5471a4517d6c','care_subsidy',2,'重度残疾人护理补贴','已终止','“残疾人证新办”不予受理。领取护理补贴要先有残疾人证。本次申请终止。','cert_new');
INSERT INTO "matters" VALUES('67164890-d49d-4ac1-a5b8-063831360a40','cert_new',0,'残疾人证新办','部门已受理','部门已受理','');
INSERT INTO "matters" VALUES('67164890-d49d-4ac1-a5b8-063831360a40','living_subsidy',1,'困难残疾人生活补贴','随证待审(停表)','等“残疾人证新办”结果','cert_new');
INSERT INTO "matters" VALUES('67164890-d49d-4ac1-a5b8-063831360a40','care_subsidy',2,'重度残疾人护理补贴','随证待审(停表)','等“残疾人证新办”结果','cert_new');
CREATE TABLE news (
	seq BIGINT NOT NULL, 
	id VARCHAR(40) NOT NULL, 
	window VARCHAR(100) NOT NULL, 
	application VARCHAR(100) NOT NULL, 
	matter VARCHAR(100) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	text TEXT NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id), 
	FOREIGN KEY(application) REFERENCES applications (id)
);
INSERT INTO "news" VALUES(1,'852a5fba444a4f42b37f5722051e2670','3','6018366c-f658-47a7-9ed3-4fe53a096533','cert_new','accepted','部门已受理','2026-11-23T10:55:00+08:00');
INSERT INTO "news" VALUES(2,'e941aa79e6ed4f80b96d3bc4685ca8af','3','6018366c-f658-47a7-9ed3-4fe53a096533','cert_new','assessing','进入评定、公示,期间停止计时','2026-11-23T11:55:00+08:00');
INSERT INTO "news" VALUES(3,'a9b7e3ea1d1d484fb9db434b610b1631','3','6018366c-f658-47a7-9ed3-4fe53a096533','cert_new','resumed','恢复审核','2026-11-28T12:55:00+08:00');
INSERT INTO "news" VALUES(4,'d0718c1afdd9478d98dff3934223aa56','3','6018366c-f658-47a7-9ed3-4fe53a096533','cert_new','concluded','已办结','2026-11-28T13:55:00+08:00');
INSERT INTO "news" VALUES(5,'d45c39a39ec343c1a2e917d310269470','3','6018366c-f658-47a7-9ed3-4fe53a096533','living_subsidy','resumed','“残疾人证新办”已有结果,自动恢复审核。持有残疾人证。家庭已纳入低保。','2026-11-28T13:55:00+08:00');
INSERT INTO "news" VALUES(6,'0edca4eca92d44a39b941f4360908405','3','6018366c-f658-47a7-9ed3-4fe53a096533','care_subsidy','closed','残疾等级不是一级或二级,护理补贴对象为一级、二级残疾人。本次申请终止。','2026-11-28T13:55:00+08:00');
INSERT INTO "news" VALUES(7,'1607b1c4b0f94306bc02e56756a3e957','3','cfaf0010-3f58-4ad4-a308-24d215ceb3a1','cert_new','accepted','部门已受理','2026-11-28T14:55:00+08:00');
INSERT INTO "news" VALUES(8,'844dbc0ca65443a9a744b24e7f61701e','3','cfaf0010-3f58-4ad4-a308-24d215ceb3a1','cert_new','correction','照片不清楚,请重拍','2026-11-28T15:55:00+08:00');
INSERT INTO "news" VALUES(9,'cef2d30194df443cb53a0106e6c08269','3','7cc661e9-7589-4a4a-87c1-5471a4517d6c','cert_new','refused','经评定不符合残疾标准','2026-11-28T16:55:00+08:00');
INSERT INTO "news" VALUES(10,'8a2ad16e107a48069b51c6322463278e','3','7cc661e9-7589-4a4a-87c1-5471a4517d6c','living_subsidy','closed','“残疾人证新办”不予受理。领取生活补贴要先有残疾人证。本次申请终止。','2026-11-28T16:55:00+08:00');
INSERT INTO "news" VALUES(11,'b3aa75ab7d1944ff89974b85f2306d4a','3','7cc661e9-7589-4a4a-87c1-5471a4517d6c','care_subsidy','closed','“残疾人证新办”不予受理。领取护理补贴要先有残疾人证。本次申请终止。','2026-11-28T16:55:00+08:00');
INSERT INTO "news" VALUES(12,'dc3d716bf22f45fda5f0f21231a06a7c','3','67164890-d49d-4ac1-a5b8-063831360a40','cert_new','accepted','部门已受理','2026-11-28T17:55:00+08:00');
CREATE TABLE register (
	application VARCHAR(100) NOT NULL, 
	id_number VARCHAR(100) NOT NULL, 
	pack_digest VARCHAR(100) NOT NULL, 
	PRIMARY KEY (application), 
	FOREIGN KEY(application) REFERENCES applications (id)
);
INSERT INTO "register" VALUES('6018366c-f658-47a7-9ed3-4fe53a096533','620403198703120029','fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67');
INSERT INTO "register" VALUES('cfaf0010-3f58-4ad4-a308-24d215ceb3a1','620403198703120045','fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67');
INSERT INTO "register" VALUES('7cc661e9-7589-4a4a-87c1-5471a4517d6c','620403198703120061','fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67');
INSERT INTO "register" VALUES('67164890-d49d-4ac1-a5b8-063831360a40','620403198703120088','fa6e51cf1a3077a2e7be189b0f6a11c1d1a384bfb51e03217616177d89d16e67');
CREATE TABLE supplements (
	letter VARCHAR(100) NOT NULL, 
	application VARCHAR(100) NOT NULL, 
	body TEXT NOT NULL, 
	received_at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (letter), 
	FOREIGN KEY(letter) REFERENCES letters (id), 
	FOREIGN KEY(application) REFERENCES applications (id)
);
INSERT INTO "supplements" VALUES('95990881-ba9b-485a-b4cd-a9c49436d6f6','67164890-d49d-4ac1-a5b8-063831360a40','{"application":"67164890-d49d-4ac1-a5b8-063831360a40","clerk":"演示经办员","material":"household","pages":[{"id":"76d1fd23c610854a13660f4d2b58d80bdc2468111cbcef427927a10c24313d35","material":"household","media":"image/jpeg","name":"household.jpg","size":13}],"taken_at":"2026-11-28T17:55:00+08:00","version":1}','2026-11-28T17:55:00+08:00');
CREATE INDEX ix_news_window ON news (window);
CREATE INDEX ix_register_id_number ON register (id_number);
CREATE INDEX ix_supplements_application ON supplements (application);
COMMIT;
